// Package chargedesktest provides an in-process fake ChargeDesk server: an HTTP
// server on a loopback port that implements ChargeDesk's API and keeps its objects
// in memory.
//
//	desk := chargedesktest.NewTestServer(t)
//	charge := desk.SeedCharge("34.00", "USD")
//	desk.FailNext(chargedesktest.DropResponse)
//	_, err := desk.Client().Gateway.Refund(ctx, charge.ChargeID, params)
//	// err matches chargedesk.ErrOutcomeUnknown, and desk.Refunds(charge.ChargeID) is 1
//
// Objects that a call creates can be read, listed, changed, refunded and captured
// by later calls. The server rejects what ChargeDesk documents as invalid, and names
// the parameter. It reads forms as PHP does, which exposes a client that encodes
// them wrongly: an empty or 0 refund amount refunds everything, a second lines[]
// starts another line, a JSON body has no variables, and variables after the
// thousandth are dropped.
//
// # Undocumented behavior
//
// Where ChargeDesk's documentation is silent, the server does this:
//
//   - The status is 400 for an invalid parameter and for an unknown id in a
//     parameter, 404 for an unknown id in a path, 401 for a wrong key. All errors
//     have the error envelope.
//   - An update merges metadata. A pair sent empty is removed.
//   - Filters by id, e-mail, user name and similar fields match equal values.
//     Filters by name and description match substrings, without regard to case.
//   - A charge, subscription or payment request creates its customer if there is
//     none. A payment request with a recurring line also creates a subscription with
//     the status requested.
//   - A subscription that starts with a trial and nothing to pay has a charge of
//     0.00 with the status trial.
//   - A partial capture leaves a charge of the captured amount.
//   - Deleting only the record of a customer does not change the charges.
//   - Changed plans, prorating and invoicing charge nothing, nothing happens as time
//     passes, and coupons and quantities of payment requests change no amount.
//   - Every change sends the updated event of the object, besides the event for what
//     has changed. Agent log events have the class agent_log.
//
// # Older versions of the API
//
// ChargeDesk's documentation of 2017 had other paths and parameters:
//
//   - POST /gateway/charges, POST /charges/{id}/refund, POST /subscriptions/{id}/cancel
//     and GET /customers/history are a 404 whose message names the current path.
//   - The filters id of customers and customer[country] of charges are served, and so
//     are the status cancelled, gateway_id when a charge is updated, and
//     product[interval] of a payment request.
//   - subscriptions, product[name], product[description] and product[url] of a charge
//     are a 400 that names the parameter. So is a filter that a list does not have but
//     another list has.
//
// Seeding bypasses the API: it neither counts as a request nor sends webhooks.
package chargedesktest
