package chargedesk_test

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
)

// fieldComments are what the source says of the fields of its types, by Type.Field.
func fieldComments(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	comments := map[string]string{}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		require.NoError(t, err)
		ast.Inspect(file, func(node ast.Node) bool {
			kind, ok := node.(*ast.TypeSpec)
			if !ok {
				return true
			}
			if object, ok := kind.Type.(*ast.StructType); ok {
				for _, field := range object.Fields.List {
					for _, name := range field.Names {
						comments[kind.Name.Name+"."+name.Name] = field.Doc.Text() + field.Comment.Text()
					}
				}
			}
			return true
		})
	}
	return comments
}

func TestTheCompanyIsNotTheCustomersFirmAndChargesAreACount(t *testing.T) {
	t.Parallel()
	var customer chargedesk.Customer
	require.NoError(t, chargedesk.Decode([]byte(`{"customer_id":"cus_ada","company":"acme-desk","customer_company":"Ada Ltd","charges":3}`), &customer))
	require.Equal(t, "acme-desk", customer.Company)
	require.Equal(t, "Ada Ltd", customer.CustomerCompany)
	require.EqualValues(t, 3, customer.Charges)
	comments := fieldComments(t)
	for _, object := range []any{chargedesk.Customer{}, chargedesk.Subscription{}, chargedesk.Product{}} {
		kind := reflect.TypeOf(object)
		charges, _ := kind.FieldByName("Charges")
		require.Equal(t, reflect.TypeFor[int64](), charges.Type, kind)
		require.Contains(t, comments[kind.Name()+".Charges"], "how many", kind)
	}
	for _, field := range []string{"Charge.Company", "Customer.Company", "Subscription.Company", "Product.Company", "Activity.Company"} {
		require.Contains(t, comments[field], "ChargeDesk company's name", field)
	}
}

func TestWhatAGatewayCannotDoIsSaidBeforeAndInItsOwnWordsAfterwards(t *testing.T) {
	t.Parallel()
	comments := fieldComments(t)
	for field, gateway := range map[string]string{
		"UpdatePlansParams.TrialEnd": "Stripe only", "UpdatePlansParams.Prorate": "Stripe only", "UpdatePlansParams.PeriodEnd": "Recurly only",
		"SubscriptionProductParams.BillingCyclesTotal": "Not every gateway",
	} {
		require.Contains(t, comments[field], gateway, field)
	}
	for _, status := range []int{200, 400} {
		desk := replying(t, status, `{"error":{"message":"This gateway has no plans.","incorrect_parameter":"plans"}}`)
		failure, ok := errors.AsType[*chargedesk.Error](drop(desk.Gateway.UpdatePlans(t.Context(), "sub_9K",
			&chargedesk.UpdatePlansParams{Plans: []chargedesk.PlanParams{{ID: new("plan_small")}}})))
		require.True(t, ok)
		require.Equal(t, "This gateway has no plans.", failure.Message)
		require.Equal(t, "plans", failure.Param)
		require.Equal(t, chargedesk.OutcomeRejected, failure.Outcome)
	}
}
