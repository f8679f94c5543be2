package contract

// envelopes are the members in which an answer holds what the method returns.
var envelopes = map[string]string{
	"chargeback orders.create": "order",
	"chargeback orders.get":    "order",
	"chargeback orders.update": "order",
}

// parameterExceptions are parameters that are described and no field of the
// method's params, or the other way round, with the reason.
var parameterExceptions = map[string]string{}

// answerExceptions are the same for members of answers.
var answerExceptions = map[string]string{
	"chargehound: file_url":                              "gone since 2018; it would be in Extra",
	"chargehound: http_status":                           "the status of the answer, no member of it",
	"chargehound disputes.list: data[][file_url]":        "gone since 2018; it would be in Extra",
	"chargehound disputes.list: data[][http_status]":     "the status of the answer, no member of it",
	"chargehound disputes.response: dispute_id":          "name of 2016, read into dispute",
	"chargehound disputes.response: external_charge":     "name of 2016, read into charge",
	"chargehound disputes.response: external_identifier": "name of 2016, read into charge",
	"chargehound disputes.response: user_id":             "name of 2016, read into account_id",
}
