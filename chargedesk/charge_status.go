package chargedesk

// ChargeStatus is the status of a charge. It is an open type: unknown values
// are kept. Words are separated by spaces, unlike those of
// [SubscriptionStatus].
type ChargeStatus string

// Statuses of a charge that are known.
const (
	ChargePending             ChargeStatus = "pending"
	ChargePaid                ChargeStatus = "paid"
	ChargePartiallyRefunded   ChargeStatus = "partially refunded"
	ChargeRefunded            ChargeStatus = "refunded"
	ChargeFailed              ChargeStatus = "failed"
	ChargeAuthorized          ChargeStatus = "authorized"
	ChargeVoid                ChargeStatus = "void"
	ChargeInvoiced            ChargeStatus = "invoiced"
	ChargeInvoiceCanceled     ChargeStatus = "invoice canceled"
	ChargeUnpaid              ChargeStatus = "unpaid"
	ChargePastDue             ChargeStatus = "past due"
	ChargeSubscriptionPending ChargeStatus = "subscription pending"
	ChargeDisputed            ChargeStatus = "disputed"
	ChargeTrial               ChargeStatus = "trial"
	ChargeCredit              ChargeStatus = "credit"
	ChargeUncollectible       ChargeStatus = "uncollectible"
	ChargeOpen                ChargeStatus = "open"
	ChargeDraft               ChargeStatus = "draft"

	// ChargeUnclaimed is newer than the documentation we have.
	ChargeUnclaimed ChargeStatus = "unclaimed"
)
