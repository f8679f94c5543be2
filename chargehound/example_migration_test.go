package chargehound_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

// The functions below hold the code of MIGRATION.md, line by line.

func migrateNew(key string, proxied *http.Client) (*chargehound.Client, error) {
	client, err := chargehound.New(key,
		chargehound.WithAPIVersion(chargehound.APIVersion20210915),
		chargehound.WithHTTPClient(proxied))
	if err != nil {
		return nil, err
	}
	return client, nil
}

func migrateCreate(ctx context.Context, client *chargehound.Client, chargedAt, disputedAt, dueBy time.Time) (*chargehound.Dispute, error) {
	dispute, err := client.Disputes.Create(ctx, &chargehound.DisputeCreateParams{
		ID:         "dp_7Q",
		Charge:     "ch_7Q",
		Reason:     chargehound.DisputeReasonFraudulent,
		ChargedAt:  chargehound.NewTime(chargedAt),
		DisputedAt: chargehound.NewTime(disputedAt),
		DueBy:      chargehound.NewTime(dueBy),
		Currency:   "usd",
		Amount:     2100,
		Fee:        new(int64(0)), // a zero is sent, nil is not
	})
	return dispute, err
}

func migrateRetrieve(ctx context.Context, client *chargehound.Client) (*chargehound.Dispute, error) {
	dispute, err := client.Disputes.Get(ctx, "dp_7Q")
	return dispute, err
}

func migrateList(ctx context.Context, client *chargehound.Client) error {
	open := &chargehound.DisputeListParams{
		State: []chargehound.DisputeState{chargehound.DisputeStateNeedsResponse, chargehound.DisputeStateWarningNeedsResponse},
	}
	for dispute, err := range client.Disputes.All(ctx, open) {
		if err != nil {
			return err
		}
		fmt.Println(dispute.ID)
	}
	return nil
}

func migrateUpdate(ctx context.Context, client *chargehound.Client) (*chargehound.Dispute, error) {
	dispute, err := client.Disputes.Update(ctx, "dp_7Q", &chargehound.DisputeUpdateParams{
		Template: new("goods"),
		Fields: chargehound.Fields{
			"order_id": chargehound.TextField("ord_1042"),
			"total":    chargehound.AmountField(2100),
			"shop":     chargehound.URLField("https://shop.example.com"),
		},
		Products: []chargehound.Product{
			{Name: "Lamp", Quantity: chargehound.NewQuantity(1), Amount: 2100, SKU: new("LMP-2")},
			{Name: "Tea", Quantity: chargehound.NewQuantityText("64oz"), Amount: 0},
		},
		Correspondence: []chargehound.Correspondence{
			{To: "ada@example.com", From: "desk@example.com", Subject: "Your order", Body: "It is on its way."},
		},
		PastPayments: []chargehound.PastPayment{
			{ID: "ch_6P", Amount: 1900, Currency: "usd", ChargedAt: chargehound.NewChargedAt(time.Unix(1760000000, 0))},
		},
	})
	return dispute, err
}

func migrateSubmit(ctx context.Context, client *chargehound.Client) error {
	dispute, err := client.Disputes.Submit(ctx, "dp_7Q", &chargehound.DisputeSubmitParams{
		Fields: chargehound.Fields{"order_id": chargehound.TextField("ord_1042")},
	})
	if errors.Is(err, chargehound.ErrOutcomeUnknown) {
		dispute, err = client.Disputes.Get(ctx, "dp_7Q")
	}
	if err != nil {
		return err
	}
	if dispute.Submission() != chargehound.SubmissionSubmitted {
		fmt.Println("not sent:", dispute.Submission())
	}
	return nil
}

func migrateAccept(ctx context.Context, client *chargehound.Client) (*chargehound.Dispute, error) {
	dispute, err := client.Disputes.Accept(ctx, "dp_7Q")
	return dispute, err
}

func migrateResponse(ctx context.Context, client *chargehound.Client) error {
	response, err := client.Disputes.Response(ctx, "dp_7Q")
	if err != nil {
		return err
	}
	file, err := os.CreateTemp("", "response-*.pdf")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	defer file.Close()
	_, err = client.Disputes.DownloadResponse(ctx, response, file)
	return err
}

func migrateErrors(err error) string {
	var failure *chargehound.Error
	switch {
	case errors.Is(err, chargehound.ErrMissingFields):
		return "ask the desk for more evidence"
	case errors.Is(err, chargehound.ErrUnauthorized), errors.Is(err, chargehound.ErrForbidden):
		return "check the key"
	case errors.As(err, &failure):
		return fmt.Sprint(failure.StatusCode, " ", failure.Type, " ", failure.Message)
	}
	return "not sent: " + err.Error()
}

func Example_migration() {
	hound := chargehoundtest.NewServer()
	defer hound.Close()
	hound.AddTemplate("goods", "order_id", "tracking")
	ctx := context.Background()
	client := hound.Client()

	now := time.Now()
	if _, err := migrateCreate(ctx, client, now.AddDate(0, 0, -30), now, now.AddDate(0, 0, 7)); err != nil {
		fmt.Println(err)
	}
	if _, err := migrateUpdate(ctx, client); err != nil {
		fmt.Println(err)
	}
	fmt.Println(migrateErrors(migrateSubmit(ctx, client)))

	hound.AddTemplate("goods", "order_id")
	if err := migrateSubmit(ctx, client); err != nil {
		fmt.Println(err)
	}
	if err := migrateResponse(ctx, client); err != nil {
		fmt.Println(err)
	}
	dispute, err := migrateRetrieve(ctx, client)
	fmt.Println(dispute.State, err)
	_, err = migrateAccept(ctx, client)
	fmt.Println(migrateErrors(err) != "")
	fmt.Println(migrateList(ctx, client))
	_, err = migrateNew("", http.DefaultClient)
	fmt.Println(migrateErrors(err))
	// Output:
	// ask the desk for more evidence
	// submitted <nil>
	// true
	// <nil>
	// not sent: chargehound: key is empty
}

func TestCodeOfTheMigrationPageIsTheCodeThatRuns(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("MIGRATION.md")
	require.NoError(t, err)
	source, err := os.ReadFile("example_migration_test.go")
	require.NoError(t, err)
	compiled := flat(string(source))
	blocks := strings.Split(string(page), "```go\n")[1:]
	require.Len(t, blocks, 9, "calls and chapters with code")
	for _, block := range blocks {
		code, _, closed := strings.Cut(block, "```")
		require.True(t, closed)
		require.Contains(t, compiled, flat(code))
	}
}

// flat drops the indentation.
func flat(code string) string {
	var lines strings.Builder
	for line := range strings.Lines(code) {
		lines.WriteString(strings.TrimLeft(line, " \t"))
	}
	return lines.String()
}
