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
// [ChargesService.Create] writes down a charge that was made elsewhere, and
// [ChargesService.Delete] forgets one without paying it back.
//
// Where ChargeDesk lets a left-out parameter decide over money, this package has
// two methods instead: Refund and RefundInFull, Capture, CaptureInFull and
// VoidAuthorization, CreateCharge and RequestPayment.
//
// # Keys
//
// Each company has one secret key, found at https://chargedesk.com/connect/api,
// and it may do everything: keep it on the server. It travels in a header over
// https and appears in no error, log or printed value of this package.
//
// # Parameters
//
// Required parameters are plain fields and optional ones are pointers, which
// new makes: new("text"), new(0), new(chargedesk.ChargePaid). nil is not sent, so
// that false, 0 and "" can be. What ChargeDesk documents as wrong is refused
// with a [*ValidationError] before anything is sent.
//
// # Money and time
//
// An [Amount] is a decimal in major units, "34.00" for 34 dollars. It is never a
// float and never in cents. [CurrencyDecimals] tells how many digits a currency
// has after the point. Amounts with more are refused, and so are amounts with more
// than four where the currency is not known or not given; zeros that are too many
// are not sent. Fields such as [Charge.AmountFormatted] are for people to read. A
// [Time] is exact to the second and in UTC; its zero value is none.
//
// # Lists
//
// List reads one page. All walks every row, also beyond the offset at which
// ChargeDesk stops, and ends with an error rather than leave rows out:
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
// A call that fails returns an [*Error], whatever came back, and errors.Is tells
// what it is about: [ErrNotFound], [ErrRateLimited] and the others. A success
// that can't be read is a [*DecodeError]: what was asked for has most likely
// happened, and of a call that must not happen twice it matches
// [ErrOutcomeUnknown] too.
//
// # Retries
//
// ChargeDesk knows no idempotency key. So a call that moves money, sends an
// e-mail or makes something is never repeated unless it certainly did not reach
// ChargeDesk. Where that is not certain it returns [ErrOutcomeUnknown]: read
// the object named by [Error.Reference] before you try again. Reads, updates,
// deletes and creates with [DuplicateUpdate] are repeated, with growing pauses;
// see [WithRetry].
//
// ChargeDesk takes 60 requests a minute for one key and shuts it out for a
// minute after that. A client keeps to it by itself, and waits as long as a 429
// asks for; see [WithLimiter] for programs that share a key.
//
// # Webhooks
//
// ChargeDesk does not sign what it sends. [WebhookHandler] therefore wants a
// secret in the URL, drops repeats, and reads each object anew before it calls
// your function. [ParseEvent] reads a body and vouches for nothing.
//
// The requests that ChargeDesk sends for a custom gateway, for a refund an agent
// asks for above all, are no events: they have no id and no class. What is known of
// one is its JSON body for a refund, with refund_amount (a number in major units),
// action_reason (a text, which may be empty) and charge (a [Charge]). What has to
// be answered is not documented, so there is no type for them here.
//
// # Tests
//
// ChargeDesk has no test mode. Package chargedesktest is a fake that keeps state,
// enforces ChargeDesk's rules, delivers webhooks and can be told to fail.
package chargedesk
