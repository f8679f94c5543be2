// Package chargehoundtest provides an in-process fake Chargehound server: an HTTP
// server on a loopback port that implements Chargehound's API and keeps disputes in
// memory.
//
//	hound := chargehoundtest.NewTestServer(t)
//	hound.AddTemplate("goods", "order_id")
//	id := hound.SeedDispute("ch_7Q", 7340, "eur", "fraudulent")
//	dispute, err := hound.Client().Disputes.Get(t.Context(), id)
//
// The server implements the nine endpoints in the four versions of the API, and the
// states of a dispute. It rejects what the documentation rules out, with the
// documented types of error. Methods do what the bank and Chargehound's dashboard
// do: [Server.Resolve], [Server.MarkUnderReview], [Server.ReviewWhen],
// [Server.AcceptWhen]. The server's clock decides when queued disputes are
// submitted, signed links expire and webhooks are retried, see [WithClock]. With
// [InMemory] the server works inside a testing/synctest bubble.
//
// The server also serves the links to responses: the PDF of dispute dp_7Q is at
// /files/dp_7Q.pdf, outside the API. To fail downloads only, give
// [Server.FailMatching] a function that checks [Request.Path] for the prefix
// "/files/".
//
// # Undocumented behavior
//
// Where Chargehound's documentation is silent, the server does this:
//
//   - An update merges evidence fields into the stored ones, see [WithReplacedFields].
//   - The response to a request that queues a dispute has status 202, see [WithQueueStatus].
//   - A webhook keeps its id when it is retried, see [WithNewWebhookIDs].
//   - A dispute can be updated while it is open, held, accepted or queued, see [WithEditableStates].
//   - All errors but authentication and dispute_not_found have status 400, see [WithErrorStatus].
//   - Unknown parameters, a second create of the same id, a limit outside 1 to 100,
//     both cursors together and an unknown cursor are rejected, see [WithLenience].
//   - A review rule holds a dispute before its template and fields are checked.
//   - A create with submit that can't be submitted creates nothing.
//   - Submitting or accepting a dispute that was submitted before is dispute_submitted,
//     updating it dispute_uneditable; won and lost are dispute_closed unless submitted.
//   - null or an empty string clears a template, a link or an id.
//   - The response of a dispute that was not submitted, or not created through the
//     API, is a 404 without a type.
package chargehoundtest
