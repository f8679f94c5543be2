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
// If a missing parameter would decide what ChargeDesk does with money, this
// package has separate methods: Refund and RefundInFull; Capture, CaptureInFull
// and VoidAuthorization; CreateCharge and RequestPayment.
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
// new("text"), new(0), new(chargedesk.ChargeStatusPaid). A nil pointer, slice or map
// is not sent, so false, 0, "" and empty lists can be sent.
//
// A call is rejected with a [*ValidationError], before anything is sent, if
// ChargeDesk documents its parameters as wrong, if they would make another operation
// or another sum of it, or if a form can't carry them. ChargeDesk decides about
// everything else. [Client.Do] sends what a method rejects.
//
// # Results
//
// Results are plain structs. ChargeDesk sends numbers as strings, true as 1 or "1",
// and an empty object as []; all of these are read. A field whose value can't be read
// stays zero, and [Extra] has its value. Only an amount that can't be read is an
// error. [Decode] reads stored responses the same way.
//
// # Money and time
//
// An [Amount] is a decimal in major units, "34.00" for 34 dollars. It is never
// a float and never in cents. It adds, compares, and can be stored in a database.
// [NewAmount] and [Amount.Decimal] convert from and to decimal.Decimal of
// github.com/shopspring/decimal. [CurrencyDecimals] returns how many digits a
// currency has after the point; zeros beyond these are not sent. Fields such as
// [Charge.AmountFormatted] are for display only. A [Number] is a decimal that is not
// money, such as a quantity of 1.5. A [Time] is in whole seconds and in UTC; its zero
// value means none.
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
// [ChargesService.Import] goes the other way, and so do those of customers and
// products: they send any number of rows. [WithCheckpoint] resumes both where they
// were, also in another process.
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
// A successful response that can't be read is a [*DecodeError]: the call has most
// likely taken effect. For calls that are sent only once it also matches
// [ErrOutcomeUnknown]. Bad input is a [*ValidationError], and nothing was sent.
//
// # Retries
//
// ChargeDesk has no idempotency keys. So a call that moves money, sends an
// e-mail or creates something is retried only if it certainly did not take
// effect. Otherwise it returns [ErrOutcomeUnknown]: read the object named by
// [Error.ObjectID] before you try again, or use an Ensure method such as
// [GatewayService.EnsureRefunded], which does. Reads, updates, deletes and creates
// with UpdateIfExists are retried with exponential backoff; see [WithRetry].
//
// ChargeDesk accepts 60 requests a minute for one key and blocks the key for a
// minute after that. A client keeps to this limit by itself, and waits as long
// as a 429 demands; see [WithLimiter] for programs that share a key.
//
// # Webhooks
//
// ChargeDesk does not sign webhooks. [WebhookHandler] therefore requires a
// secret in the URL, handles each event once, and reads each object from the API
// before it calls your function. [ParseEvent] only parses a body and verifies
// nothing.
//
// # What is left to Do
//
// [Client.Do] calls every endpoint with the same key, limits and errors. These have
// no method, because ChargeDesk's documentation does not describe them, or no longer:
//
//   - the paths of 2017 and before: POST /gateway/charges, /charges/{id}/refund,
//     /subscriptions/{id}/cancel and GET /customers/history. Today's methods do the
//     same
//   - lists of webhooks and of agents, and anything about tickets
//   - deleting subscriptions and products
//   - parameters of charges in 2017: product[name], product[description],
//     product[url] and subscriptions[][id] of a charge that is recorded. [WithParam]
//     sends them with [ChargesService.Create]
//   - parameters that only other clients use, such as query for customers and status
//     for subscriptions. [WithParam] sends these too
//   - what a method rejects, such as an interval that this version does not know
//
// The requests that ChargeDesk sends to a custom gateway, such as a refund that
// an agent asks for, are not events: they have no id and no class. Of their bodies
// only that for a refund is known: refund_amount (a number in major units),
// action_reason (a string, which may be empty) and charge (a [Charge]). The response
// to it is not documented, so this package has no type for it.
//
// # Tests
//
// ChargeDesk has no test mode. Package chargedesktest is a fake that keeps state,
// enforces ChargeDesk's rules, delivers webhooks and can be told to fail.
package chargedesk
