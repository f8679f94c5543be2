// Package chargeback reports a merchant's orders to Chargeback (chargeback.com),
// which uses them to respond to disputes.
//
//	client, err := chargeback.New(publicKey, secretKey)
//	if err != nil {
//		return err
//	}
//	order, err := client.Orders.Create(ctx, &chargeback.OrderCreateParams{
//		OrderID:           "ord_1042",
//		OrderTS:           chargeback.NewTime(completed),
//		OrderAmount:       chargeback.MustAmount("81.40"),
//		TransactionID:     "txn_55b",
//		TransactionAmount: chargeback.MustAmount("81.40"),
//		CRMID:             new(int64(812)),
//		MerchantName:      "Lumen Shop",
//	})
//
// [OrdersService.Import] takes any number of orders.
//
// # How much is known
//
// Chargeback has published one page about one resource, and no error, limit or
// real response. Everything beyond that page is interpretation, and the
// comments say so. The package reads whatever comes: numbers for strings and
// strings for numbers, responses with and without their envelope, any 2xx as
// success. A field that can't be read does not cost the order it is in, and an
// order that can't be read does not cost its page: see [Extra]. Only an amount
// that can't be read is an error.
//
// # Keys
//
// A client has a pair of keys, a public one and a secret one, and sees what
// their API user may see. No error and no log has a key in it. For several pairs
// of keys keep one client for each, in a map for example.
//
// # Money and time
//
// Amounts are decimals in major units of the order's currency ([Amount]), never
// floats, and are sent as strings. [NewAmount] and [Amount.Decimal] convert from
// and to decimal.Decimal of github.com/shopspring/decimal. Nothing checks that
// an order's parts add up to its total: in Chargeback's own sample they do not.
// Times are UTC.
//
// # Errors
//
// A call that fails returns an [*Error]; test what kind it is with errors.Is
// and [ErrNotFound], [ErrRateLimited] and the others, and read its fields with
// errors.AsType:
//
//	if failed, ok := errors.AsType[*chargeback.Error](err); ok {
//		log.Print(failed.StatusCode, failed.Outcome)
//	}
//
// A 2xx response that can't be read is a [*DecodeError]: the call has most likely
// taken effect. For calls that are sent only once it also matches
// [ErrOutcomeUnknown]. Parameters that are rejected are a [*ValidationError], and
// nothing was sent.
//
// # Retries
//
// Reads and deletes are retried after temporary failures, and so are updates that
// can't add anything. Creates are not: after a lost response the error matches
// [ErrOutcomeUnknown], and the order has to be looked up by its order_id before it
// is sent again. [OrdersService.Import] looks orders up by itself, and sends them
// again only if it is told to.
//
// # Card numbers
//
// No request leaves with an unmasked card number in its body, unless
// [WithoutCardCheck] is given. [OrderCreateParams] says what counts as one.
//
// # What is left to Do
//
// [Client.Do] calls every endpoint with the same keys, limits and errors, and
// [WithParam] adds any field to an order. Chargeback names four resources that have
// no types here. What is known of them is this:
//
//   - transactions: card transactions as the gateway has them; drafts of the
//     documentation put them at /transactions.json.
//   - disputes: retrieval requests, chargebacks and second chargebacks as the
//     processor reports them; /disputes.json.
//   - alerts: notices of chargebacks to come; /alerts.json.
//   - mids: identifiers of merchant accounts in use; /mids.json.
//
// Nothing else is known: no action, parameter, field or response was ever
// published, the paths were in drafts only, and nothing shows that this version
// of the API ever had them.
//
// A later generation of the API is said to live at https://api.chargeback.com
// and https://api-sandbox.chargeback.com, with a version in the path.
// [WithBaseURL] can point there; whether it takes the same requests is not
// known.
//
// # Tests
//
// Package chargebacktest is a fake of Chargeback for the tests of your own code.
package chargeback
