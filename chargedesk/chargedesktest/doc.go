// Package chargedesktest is a stateful fake of ChargeDesk for tests and
// simulators, in the manner of net/http/httptest.
//
//	desk := chargedesktest.NewTestServer(t)
//	charge := desk.SeedCharge("34.00", "USD")
//	desk.FailNext(chargedesktest.DropResponse)
//	_, err := desk.Client().Gateway.Refund(ctx, charge.ChargeID, params)
//	// err matches chargedesk.ErrOutcomeUnknown, and desk.Refunds(charge.ChargeID) is 1
//
// What a call creates can be read, listed, changed, refunded and captured by
// later ones. The fake refuses what ChargeDesk documents as wrong, with the
// parameter at fault; it reads forms as PHP does, so that a client which sends
// them wrongly is found out: an empty or 0 refund amount refunds all, the
// second field of lines[] is another line, a JSON body has no variables, and
// what comes after 1,000 variables is not there.
//
// # What it decides
//
// Where ChargeDesk documents nothing, the fake does this:
//
//   - A wrong parameter gives 400, an unknown id in a path 404, one in a
//     parameter 400, a wrong key 401; all with the error envelope.
//   - Metadata of an update is merged; a pair sent empty is removed.
//   - Filters by id, e-mail, user name and the like want equality; by name and
//     description they look for the text, whatever its case.
//   - A customer named by a charge, a subscription or a payment request is made
//     if there is none. Payment requests with a recurring line also make a
//     subscription with the status requested.
//   - A partial capture leaves a charge of the captured amount.
//   - Deleting only the record of a customer leaves the charges as they are.
//   - Changed plans, prorating and invoicing bill nothing, nothing happens
//     because time passes, and coupons and quantities of payment requests change
//     no amount.
//   - Every change sends the updated event of the object besides the event that
//     says what the change was. Agent log events have the class agent_log.
//
// Seeding skips the API: it neither counts as a request nor sends webhooks.
package chargedesktest
