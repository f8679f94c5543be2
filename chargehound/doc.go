// Package chargehound answers disputes (chargebacks) through Chargehound: it
// lists them, gathers evidence for them, submits or accepts them, and takes
// Chargehound's webhooks.
//
//	client, err := chargehound.New(os.Getenv("CHARGEHOUND_API_KEY"))
//	if err != nil {
//		return err
//	}
//	dispute, err := client.Disputes.Submit(ctx, "dp_7Q", &chargehound.DisputeSubmitParams{
//		Template: new("goods"),
//		Fields:   chargehound.Fields{"order_id": chargehound.Text("ord_1042")},
//	})
//	if err != nil {
//		return err
//	}
//	fmt.Println(dispute.Submission())
//
// # A 2xx is not a submission
//
// Chargehound also answers a submit with success when it holds the dispute for
// review, keeps it as accepted or puts it into a queue. [Dispute.Submission]
// says which, from the dispute's state and the HTTP status;
// [DisputesService.Submit] shows how to use it.
//
// # Keys
//
// The API key decides between test and live data. It travels in a header over
// https and appears in no error, log or printed value of this package.
//
// # Versions
//
// [WithAPIVersion] and, for one call, [WithCallAPIVersion] choose the version of
// the API; without them the setting of the organisation holds. Answers of all
// four versions are read into the same fields.
//
// # Parameters
//
// Required parameters are plain fields and optional ones are pointers, which
// new makes: new("text"), new(int64(0)). nil is not sent; an explicit zero or
// empty value is.
//
// # Money and time
//
// Money is int64 in minor units: 2100 is 21.00 dollars. Times are UTC, since
// Chargehound writes them without a zone, and zero where it sends null. Texts
// and amounts that may be null are pointers.
//
// # Errors
//
// A call that failed is an [*Error] with the HTTP status and Chargehound's type;
// match it with errors.Is against [ErrMissingFields], [ErrNotFound] and the
// like. Bad input is a [*ValidationError] and nothing was sent. A [*DecodeError]
// is a success that can't be read: what was asked for has most likely happened,
// and of a call that must not happen twice it matches [ErrOutcomeUnknown] too.
//
// # Retries
//
// Reads, and updates that submit nothing, are repeated after failures that may
// pass. Create, Submit, Accept and requests about personal data are repeated
// only when it is certain that Chargehound did not take them. When that is not
// certain the error matches [ErrOutcomeUnknown]: read the dispute and look at
// its State and SubmittedCount before you call again.
//
// # Evidence
//
// [Fields] keeps every value as Chargehound sent it, large numbers to the digit.
// [Text], [Date], [Number], [Amount], [URL] and [Email] make the kinds that a
// template may ask for and refuse what Chargehound would.
//
// # Webhooks
//
// Chargehound does not sign webhooks. [WebhookHandler] therefore takes them
// only under a secret path, reads the dispute that an event names, and hands the
// caller what it has read. [ParseEvent] only parses.
//
// # Tests
//
// Package chargehoundtest has a fake of Chargehound to test against.
//
// Chargehound documentation: https://www.chargehound.com/docs/api/index.html
package chargehound
