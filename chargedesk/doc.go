// Package chargedesk is a client of the ChargeDesk API, with which a merchant
// runs a billing desk: charges, refunds, payment requests, customers,
// subscriptions, products, webhooks, agents and logs.
//
//	desk, err := chargedesk.New(secretKey)
//	if err != nil {
//		return err
//	}
//	charge, err := desk.Gateway.Refund(ctx, "ch_7Q", &chargedesk.RefundParams{
//		Amount: chargedesk.MustAmount("21.00"),
//		Reason: new("arrived broken"),
//	})
//
// Money moves only through [Client.Gateway]. Everything else keeps records:
// [ChargesService.Create] records a charge that was made elsewhere, and
// [ChargesService.Delete] deletes the record without a refund.
//
// Where ChargeDesk lets a missing parameter decide what happens to money, this
// package has separate methods: Refund and RefundInFull, Capture, CaptureInFull
// and VoidAuthorization, CreateCharge and RequestPayment.
//
// # Keys
//
// Each company has one secret key, found at https://chargedesk.com/connect/api,
// and it may do everything: keep it on the server. It is sent in a header over
// https and appears in no error, log or printed value of this package. A
// [Client] has one key: for several companies keep one client for each, in a
// map for example.
//
// # Parameters
//
// Required parameters are plain fields. Optional ones are pointers; write
// new("text"), new(0), new(chargedesk.ChargeStatusPaid). nil is not sent, so false, 0
// and "" can be sent. What ChargeDesk documents as wrong is refused with a
// [*ValidationError] before anything is sent.
//
// # Money and time
//
// An [Amount] is a decimal in major units, "34.00" for 34 dollars. It is never
// a float and never in cents. [NewAmount] and [Amount.Decimal] convert from and
// to decimal.Decimal of github.com/shopspring/decimal. [CurrencyDecimals] tells
// how many digits a currency has after the point. Amounts with more digits are
// refused, and so are amounts with more than four if the currency is not known
// or not given. Extra trailing zeros are not sent. Fields such as
// [Charge.AmountFormatted] are for display only. A [Time] is in whole seconds
// and in UTC; its zero value means none.
//
// # Lists
//
// List reads one page. All iterates over every row, also beyond ChargeDesk's
// offset limit, and ends with an error if it can't return them all:
//
//	for charge, err := range desk.Charges.All(ctx, nil) {
//		if err != nil {
//			return err
//		}
//		fmt.Println(charge.ChargeID, charge.Amount, charge.Currency)
//	}
//
// # Errors
//
// A call that fails returns an [*Error]; test what kind it is with errors.Is
// and [ErrNotFound], [ErrRateLimited] and the others, and read its fields with
// errors.AsType:
//
//	if failed, ok := errors.AsType[*chargedesk.Error](err); ok {
//		log.Print(failed.StatusCode, failed.Outcome)
//	}
//
// A successful answer that can't be read is a [*DecodeError]: the call has most
// likely taken effect. For calls that are sent only once it also matches
// [ErrOutcomeUnknown]. Bad input is a [*ValidationError], and nothing was sent.
//
// # Retries
//
// ChargeDesk has no idempotency keys. So a call that moves money, sends an
// e-mail or creates something is repeated only if it certainly did not take
// effect. If that is not certain it returns [ErrOutcomeUnknown]: read the
// object named by [Error.ObjectID] before you try again. Reads, updates,
// deletes and creates with UpdateIfExists are repeated with exponential
// back-off; see [WithRetry].
//
// ChargeDesk accepts 60 requests a minute for one key and blocks the key for a
// minute after that. A client keeps to this limit by itself, and waits as long
// as a 429 asks for; see [WithLimiter] for programs that share a key.
//
// # Webhooks
//
// ChargeDesk does not sign webhooks. [WebhookHandler] therefore requires a
// secret in the URL, drops repeated events, and reads each object from the API
// before it calls your function. [ParseEvent] only parses a body and verifies
// nothing.
//
// The requests that ChargeDesk sends to a custom gateway, such as a refund that
// an agent asks for, are not events: they have no id and no class. Only the
// JSON body for a refund is known: refund_amount (a number in major units),
// action_reason (a text, which may be empty) and charge (a [Charge]). How to
// answer it is not documented, so this package has no type for it.
//
// # Tests
//
// ChargeDesk has no test mode. Package chargedesktest is a fake that keeps state,
// enforces ChargeDesk's rules, delivers webhooks and can be told to fail.
package chargedesk
