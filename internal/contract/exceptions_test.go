package contract

// envelopes are the fields in which a response holds what the method returns.
var envelopes = map[string]string{
	"chargeback orders.create": "order",
	"chargeback orders.get":    "order",
	"chargeback orders.update": "order",
}

// parameterExceptions are parameters that are described and no field of the
// method's params, or the other way round, with the reason.
var parameterExceptions = map[string]string{
	"chargedesk customers.delete: delete_all":      "an argument of the method, so that nobody forgets it",
	"chargedesk gateway.createCharge: using":       "the method sets it: another value is another operation",
	"chargedesk gateway.createSubscription: using": "the method sets it",
	"chargedesk gateway.requestPayment: using":     "the method sets it",
	"chargedesk gateway.refundInFull: amount":      "its absence is what the method stands for",
	"chargedesk gateway.captureInFull: amount":     "its absence is what the method stands for",
	"chargedesk gateway.voidAuthorization: amount": "the method sends 0",

	"chargehound disputes.create: external_charge":     "of version 2016-03-05 only: " + sentByWithParam,
	"chargehound disputes.create: external_customer":   "of version 2016-03-05 only: " + sentByWithParam,
	"chargehound disputes.create: external_identifier": "of version 2016-03-05 only: " + sentByWithParam,
	"chargehound disputes.create: user_id":             "of version 2016-03-05 only: " + sentByWithParam,
	"chargehound disputes.update: customer_email":      "of version 2016-03-05 only: " + sentByWithParam,
	"chargehound disputes.update: customer_name":       "of version 2016-03-05 only: " + sentByWithParam,
	"chargehound disputes.update: user_id":             "of version 2016-03-05 only: " + sentByWithParam,
	"chargehound disputes.submit: customer_email":      "of version 2016-03-05 only: " + sentByWithParam,
	"chargehound disputes.submit: customer_name":       "of version 2016-03-05 only: " + sentByWithParam,
	"chargehound disputes.submit: user_id":             "of version 2016-03-05 only: " + sentByWithParam,
}

const inExtra = "nobody says what it means: it is in Extra"
const sentByWithParam = "sent by WithParam"

// responseExceptions are the same for fields of responses.
var responseExceptions = map[string]string{
	"chargedesk: *accurate_at":                           inExtra,
	"chargedesk: *has_items":                             inExtra,
	"chargedesk: *invoice_company":                       inExtra,
	"chargedesk: *last_email":                            inExtra,
	"chargedesk charges.items: data*":                    "the shapes that were seen are read into items and taxes",
	"chargedesk charges.items: success":                  "part of one of these shapes",
	"chargeback orders.createBatch: order*":              "in BatchResult.Order, which is compared for orders.get",
	"chargeback orders.createBatch: status":              "told by BatchResult.Err",
	"chargehound disputes.response: dispute_id":          "name of 2016, read into dispute",
	"chargehound disputes.response: external_charge":     "name of 2016, read into charge",
	"chargehound disputes.response: external_identifier": "name of 2016, read into charge",
	"chargehound disputes.response: user_id":             "name of 2016, read into account_id",
}
