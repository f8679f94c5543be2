// Package chargehound responds to disputes (chargebacks) through Chargehound: it
// lists them, gathers evidence for them, submits or accepts them, and receives
// Chargehound's webhooks.
//
//	client, err := chargehound.New(os.Getenv("CHARGEHOUND_API_KEY"))
//	if err != nil {
//		return err
//	}
//	dispute, err := client.Disputes.Submit(ctx, "dp_7Q", &chargehound.DisputeSubmitParams{
//		Template: new("goods"),
//		Fields:   chargehound.Fields{"order_id": chargehound.TextField("ord_1042")},
//	})
//	if err != nil {
//		return err
//	}
//	fmt.Println(dispute.Submission())
//
// # A 2xx is not a submission
//
// Chargehound also responds to a submit with success when it holds the dispute for
// review, keeps it as accepted or queues it. [Dispute.Submission] returns which it
// is; [DisputesService.Submit] shows how to use it.
// [DisputesService.EnsureSubmitted] submits a response unless that was done, and
// finds out after a lost response.
//
// # Keys
//
// The API key decides between test and live data. It is sent in a header over
// https and appears in no error, log or printed value of this package. A
// [Client] has one key: for several keep one client for each, in a map for
// example. [Client.Ping] checks a key.
//
// # Versions
//
// [WithAPIVersion] and, for one call, [WithCallAPIVersion] choose the version
// of the API; without them the setting of the organisation applies. Responses of
// all four versions are decoded into the same fields. Parameters that only version
// 2016-03-05 has are sent by [WithParam].
//
// # Parameters
//
// Required parameters are plain fields. Optional ones are pointers; write
// new("text"), new(int64(0)). nil is not sent; an explicit zero or empty value
// is. Only what the documentation forbids or JSON can't express is rejected before
// it is sent; Chargehound decides about the rest.
//
// # Results
//
// Results are read leniently: a number where a string is documented, for example,
// is read as a string. A field whose value can't be read is zero, and [Extra] has
// the value, as it has fields that this package does not know. Only money that
// can't be read is an error.
//
// # Money and time
//
// Money is int64 in minor units: 2100 is 21.00 dollars. [MinorToDecimal] and
// [DecimalToMinor] convert it; they warn of currencies whose minor units differ
// between processors. Times are read as UTC, since Chargehound writes them without
// a zone; null is the zero [Time]. Strings and amounts that may be null are
// pointers.
//
// # Errors
//
// A call that fails returns an [*Error] with the HTTP status and Chargehound's
// type. Test its kind with errors.Is and [ErrMissingFields], [ErrNotFound] and the
// others, and read its fields with errors.AsType:
//
//	if failed, ok := errors.AsType[*chargehound.Error](err); ok {
//		log.Print(failed.StatusCode, failed.Outcome)
//	}
//
// A successful response that can't be read is a [*DecodeError]: the call has most
// likely taken effect. For calls that are sent only once it also matches
// [ErrOutcomeUnknown]. Bad input is a [*ValidationError], and nothing was sent.
//
// # Retries
//
// Reads, and updates that submit nothing, are retried after temporary
// failures. Create, Submit, Accept and requests about personal data are
// retried only if they certainly did not take effect. If that is not certain
// the error matches [ErrOutcomeUnknown]: read the dispute and look at its State
// and SubmittedCount before you call again.
//
// # Evidence
//
// [Fields] keeps every value as Chargehound sent it; large numbers lose no
// digits. [TextField], [DateField], [NumberField], [AmountField], [URLField] and
// [EmailField] create the kinds of values that a template may ask for, and reject
// what Chargehound documents as wrong.
//
// # Webhooks
//
// Webhooks are set up in Chargehound's dashboard only; the API has no call for
// it. Chargehound does not sign them. [WebhookHandler] therefore accepts them
// only under a secret path, reads the dispute from the API, and passes it to
// your function. Instances of a program that share an [EventStore] handle each
// event once. [ParseEvent] only parses a body and verifies nothing.
//
// # What is left to Do
//
// [Client.Do] calls every endpoint with the same key, limits and errors. Every
// endpoint that Chargehound documents has a method. [WithParam] sends what the
// methods have no parameter for: the names of version 2016-03-05
// (external_identifier, external_charge, external_customer, user_id, customer_name
// and customer_email), and fields that Chargehound adds later.
//
// # Tests
//
// Package chargehoundtest has a fake of Chargehound to test against.
//
// Chargehound documentation: https://www.chargehound.com/docs/api/index.html
package chargehound
