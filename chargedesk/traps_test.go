package chargedesk_test

import (
	"fmt"
	"go/ast"
	"strings"
	"testing"
	"text/tabwriter"

	"github.com/stretchr/testify/require"
)

// traps are those of ChargeDesk's API, and the tests that show each one closed.
// Where a folder is named the test is there.
var traps = []struct {
	trap, closed string
	tests        []string
}{
	{"one path for charge, subscription and payment request", "three methods set using; nothing else can", []string{"TestGoldenExchanges", "TestCallOptionsCannotChangeWhatACallDoes"}},
	{"a repeated gateway call charges twice", "once, or ErrOutcomeUnknown", []string{"TestACallWithALostAnswerIsRepeatedOnlyWhereThatDoesNoHarm", "../internal/transport TestFaultMatrix"}},
	{"duplicate=update protects only what has an id", "refused without; repeated only with both", []string{"TestBadInputIsRefusedBeforeAnythingIsSent", "TestACallWithALostAnswerIsRepeatedOnlyWhereThatDoesNoHarm"}},
	{"a refund without amount refunds all", "Refund and RefundInFull", []string{"TestBadInputIsRefusedBeforeAnythingIsSent", "TestEveryFieldRefusesWhatItMustNotTake", "TestGoldenExchanges"}},
	{"a refund of 0 may refund all", "refused", []string{"TestBadInputIsRefusedBeforeAnythingIsSent", "TestEveryFieldRefusesWhatItMustNotTake", "TestCallOptionsCannotChangeWhatACallDoes"}},
	{"capture: none is all, 0 voids", "Capture, CaptureInFull, VoidAuthorization", []string{"TestBadInputIsRefusedBeforeAnythingIsSent", "TestEveryFieldRefusesWhatItMustNotTake", "TestGoldenExchanges", "TestCallOptionsCannotChangeWhatACallDoes"}},
	{"deleting a customer deletes everything", "the mode is an argument and always sent", []string{"TestAnIDThatWouldMeanAnotherCallIsRefused", "TestGoldenExchanges", "TestCallOptionsCannotChangeWhatACallDoes"}},
	{"offset caps differ", "All walks on by time", []string{"TestAllReachesEveryChargeBeyondTheOffsetCap", "TestAllReachesEveryRowBeyondTheSmallerCap", "TestEveryFieldRefusesWhatItMustNotTake"}},
	{"a second with more rows than the cap", "ErrOffsetLimit", []string{"TestAllSaysWhereRowsAreOutOfReach", "../internal/paging TestWindowSaysWhenRowsAreOutOfReach"}},
	{"new rows shift offsets", "pinned bound, no row twice", []string{"TestAllPinsItsBoundSoThatNewChargesComeInNoPageTwice", "../internal/paging TestWindowPinsItsBoundSoThatNewRowsDontMoveTheOthers"}},
	{"logs have no id", "rows are told apart by all their members", []string{"TestAllReachesEveryRowBeyondTheSmallerCap", "TestLogRowsWithoutIDsAreNotLostWhenTheyAreAlike"}},
	{"the filter created is the member first_seen", "mapped once", []string{"TestAllReachesEveryRowBeyondTheSmallerCap"}},
	{"lines[][a] opens a new element each time", "explicit indexes", []string{"TestParamsArriveAsTheyWereMeant", "../internal/form TestParams"}},
	{"PHP drops what is over 1,000 variables", "refused", []string{"TestMoreThanAThousandVariablesAreRefused"}},
	{"the text false may be true", "1 and 0", []string{"TestParamsArriveAsTheyWereMeant", "TestParamsHaveOnlyFieldsThatEncode"}},
	{"zero is not unset", "pointers", []string{"TestParamsHaveOnlyFieldsThatEncode", "TestOptionalParametersAreNotSentUnlessGiven", "TestEmptyListsAndMapsAreSentAndNilOnesAreNot", "TestGoldenExchanges"}},
	{"a time of 0 is none", "the zero Time", []string{"TestTimesOfZeroAreNone"}},
	{"an agent's edits win silently", "OverrideAgents, and the answer to compare", []string{"ExampleCustomersService_Update"}},
	{"an update may rename", "never repeated then; the answer has the new id", []string{"TestACallWithALostAnswerIsRepeatedOnlyWhereThatDoesNoHarm", "ExampleProductsService_Update"}},
	{"an empty id means another operation", "refused", []string{"TestAnIDThatWouldMeanAnotherCallIsRefused"}},
	{"ids equal to fixed words, ids with @ + /", "refused; escaped", []string{"TestAnIDThatWouldMeanAnotherCallIsRefused", "TestGoldenExchanges", "../internal/transport TestIDsStayInTheirSegment"}},
	{"webhooks can't be listed", "the id comes back, the call is not repeated", []string{"ExampleWebhooksService_Create", "TestACallWithALostAnswerIsRepeatedOnlyWhereThatDoesNoHarm"}},
	{"webhooks are unsigned and come again; 410 kills", "WebhookHandler", []string{"TestTheHandlerRefusesWhatItShouldNotRead", "TestAnEventIsHandledOnceAndAgainOnlyAfterAFailure", "TestTheHandlerStopsAWebhookOnlyWhenAsked", "TestTheHandlerHandsOutTheObjectOfTheAPIAndNotThePayloads"}},
	{"past due and past_due", "two types", []string{"TestStatusesPassAsTheyAre", "TestGoldenExchanges"}},
	{"company is not the customer's, charges is a count", "said by fields, their types and comments", []string{"TestTheCompanyIsNotTheCustomersFirmAndChargesAreACount"}},
	{"formatted amounts", "never parsed: plain texts", []string{"TestAmountsWithThousandsSignsAreRefusedAndNoneIsNotZero"}},
	{"60 requests a minute", "the default limiter and the pause", []string{"TestTheDefaultClientIsNeverShutOut", "../internal/transport TestAfterA429NoCallLeavesBeforeThePauseIsOver"}},
	{"occurred in the future is refused", "left out for now", []string{"TestTheDefaultsAreNotTakenForGranted"}},
	{"a 2xx with an error", "is an error", []string{"TestAnErrorMemberInASuccessIsAnError"}},
	{"redirects turn POST into GET", "none is followed", []string{"../internal/transport TestNoRedirectIsFollowed"}},
	{"the key in URLs and logs", "in no text at all", []string{"../internal/transport TestNoLogLineAndNoErrorTextTellsASecret", "../internal/transport TestNoWayOfPrintingAClientTellsItsKey"}},
	{"inviting an agent again changes the role", "said, and never repeated", []string{"TestACallWithALostAnswerIsRepeatedOnlyWhereThatDoesNoHarm"}},
	{"a contact is written to at once", "LinkOnly", []string{"ExampleGatewayService_RequestPayment", "TestGoldenExchanges"}},
	{"lines must add up", "checked exactly", []string{"TestBadInputIsRefusedBeforeAnythingIsSent"}},
	{"gateways differ", "said by fields; the gateway's words are in the error", []string{"TestWhatAGatewayCannotDoIsSaidBeforeAndInItsOwnWordsAfterwards"}},
	{"methods_active", "exposed and not enforced", []string{"ExampleGatewayService_CancelSubscription"}},
}

func TestEveryTrapIsClosedByATestThatExists(t *testing.T) {
	t.Parallel()
	require.Len(t, traps, 36)
	folders := map[string]map[string]bool{}
	var text strings.Builder
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	for i, trap := range traps {
		require.NotEmpty(t, trap.tests, trap.trap)
		for _, test := range trap.tests {
			folder, name, elsewhere := strings.Cut(test, " ")
			if !elsewhere {
				folder, name = ".", test
			}
			if folders[folder] == nil {
				folders[folder] = functions(t, folder)
			}
			require.True(t, folders[folder][name], "%s of trap %d is not in %s", name, i+1, folder)
			fmt.Fprintf(table, "%d\t%s\t%s\t%s\n", i+1, trap.trap, trap.closed, name)
		}
	}
	require.NoError(t, table.Flush())
	t.Log("\n" + text.String())
}

func functions(t *testing.T, folder string) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	for _, file := range parsed(t, folder) {
		for _, declaration := range file.Decls {
			if function, ok := declaration.(*ast.FuncDecl); ok {
				found[function.Name.Name] = true
			}
		}
	}
	return found
}
