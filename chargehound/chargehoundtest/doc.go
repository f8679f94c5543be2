// Package chargehoundtest is a Chargehound of one's own: a server that answers
// like Chargehound's API and keeps disputes, to test programs that respond to
// chargebacks.
//
//	hound := chargehoundtest.NewTestServer(t)
//	hound.AddTemplate("goods", "order_id")
//	id := hound.SeedDispute("ch_7Q", 7340, "eur", "fraudulent")
//	dispute, err := hound.Client().Disputes.Get(t.Context(), id)
//
// It has all nine endpoints of the four versions of the API, walks disputes
// through their states, and refuses what the documentation rules out with the
// documented kinds of error. What the bank and Chargehound's own people do is done
// by methods: [Server.Resolve], [Server.MarkUnderReview], [Server.ReviewWhen],
// [Server.AcceptWhen]. Queued disputes are submitted, signed links expire and
// webhooks are repeated by the server's clock, see [WithClock]. With [InMemory] it
// works inside a testing/synctest bubble.
//
// The links to responses lead to this server, too: the PDF of dispute dp_7Q is at
// /files/dp_7Q.pdf, outside the API. A fault of [Server.FailMatching] for downloads
// alone looks for "/files/" at the beginning of [Request.Path].
//
// # Where the documentation is silent
//
// The server takes a decision, and an option changes it where that matters:
//
//   - Evidence fields of an update are merged into the stored ones, see [WithReplacedFields].
//   - A queued dispute is answered with 202, see [WithQueueStatus].
//   - A webhook keeps its id when it is repeated, see [WithNewWebhookIDs].
//   - Updates are taken while a dispute is open, held, accepted or queued, see [WithEditableStates].
//   - Every error but authentication and dispute_not_found has the status 400, see [WithErrorStatus].
//   - Unknown parameters, a second create of the same id, a limit outside 1 to 100,
//     both cursors together and an unknown cursor are refused, see [WithLenience].
//   - A rule that holds a dispute does so before its template and fields are looked at.
//   - A create that is to be submitted and can't be creates nothing.
//   - Submitting or accepting what was submitted before is dispute_submitted, updating
//     it dispute_uneditable; won and lost are dispute_closed unless they were submitted.
//   - null or an empty text clears a template, a link or an id.
//   - The response of a dispute that was not submitted, or did not come in by a
//     create, is a 404 without a type.
package chargehoundtest
