// Package chargeback reports a merchant's orders to Chargeback (chargeback.com),
// which answers disputes with them.
//
//	client, err := chargeback.New(publicKey, secretKey)
//	if err != nil {
//		return err
//	}
//	order, err := client.Orders.Create(ctx, &chargeback.OrderParams{
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
// real answer. Everything beyond that page is our reading, is said to be where
// it matters, and is written to take whatever comes: ids and amounts as text or
// number, answers with and without their envelope, any 2xx as success.
//
// # Keys
//
// A client has a pair of keys, the public one and the secret one, and sees what
// the API user may see to whom they belong. The keys appear in no error and no
// log.
//
// # Money and time
//
// Amounts are decimals in major units of the order's currency ([Amount]), never
// floats, and are sent as text. That an order's parts add up to its total is
// checked nowhere: in Chargeback's own sample they do not. Times are UTC.
//
// # Errors
//
// Every failed call returns an [*Error], a [*DecodeError] for a success that
// can't be read, or a [*ValidationError] for input that was not sent. Use
// errors.Is with [ErrNotFound] and its siblings. Of a call that must not happen
// twice a [*DecodeError] matches [ErrOutcomeUnknown] too.
//
// # Retries
//
// Reading, updating and deleting is repeated when it fails in a way that may
// pass. Creating is not: after a lost answer the error matches
// [ErrOutcomeUnknown], and the order has to be looked up by its order_id before
// it is sent again. [OrdersService.Import] looks up by itself, and sends again only
// if it is told to.
//
// # Card numbers
//
// No request leaves with an unmasked card number anywhere in its body; see
// [OrderParams].
//
// # Transactions, disputes, alerts, mids
//
// Chargeback names four more resources. What is known of them is this:
//
//   - transactions: card transactions as the gateway has them; drafts of the
//     documentation put them at /transactions.json.
//   - disputes: retrieval requests, chargebacks and second chargebacks as the
//     processor reports them; /disputes.json.
//   - alerts: notices of chargebacks to come; /alerts.json.
//   - mids: identifiers of merchant accounts in use; /mids.json.
//
// What is not known is everything else: no action, parameter, member or answer
// was ever published, the paths stood in drafts only, and nothing shows that this
// version of the API ever answered to them. So this package has no types for
// them; [Client.Do] reaches whatever is there.
//
// A later generation of the API is said to live at https://api.chargeback.com and
// https://api-sandbox.chargeback.com, with a version in the path. [WithBaseURL]
// leads there; whether it takes the same requests is not known.
//
// # Tests
//
// Package chargebacktest is a fake of Chargeback for the tests of your own code.
package chargeback
