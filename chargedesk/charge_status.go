package chargedesk

// ChargeStatus is the status of a charge. It is an open type: unknown values
// are kept. Words are separated by spaces, unlike those of
// [SubscriptionStatus].
type ChargeStatus string

// Statuses of a charge that are known.
const (
	ChargeStatusPending             ChargeStatus = "pending"
	ChargeStatusPaid                ChargeStatus = "paid"
	ChargeStatusPartiallyRefunded   ChargeStatus = "partially refunded"
	ChargeStatusRefunded            ChargeStatus = "refunded"
	ChargeStatusFailed              ChargeStatus = "failed"
	ChargeStatusAuthorized          ChargeStatus = "authorized"
	ChargeStatusVoid                ChargeStatus = "void"
	ChargeStatusInvoiced            ChargeStatus = "invoiced"
	ChargeStatusInvoiceCanceled     ChargeStatus = "invoice canceled"
	ChargeStatusUnpaid              ChargeStatus = "unpaid"
	ChargeStatusPastDue             ChargeStatus = "past due"
	ChargeStatusSubscriptionPending ChargeStatus = "subscription pending"
	ChargeStatusDisputed            ChargeStatus = "disputed"
	ChargeStatusTrial               ChargeStatus = "trial"
	ChargeStatusCredit              ChargeStatus = "credit"
	ChargeStatusUncollectible       ChargeStatus = "uncollectible"
	ChargeStatusOpen                ChargeStatus = "open"
	ChargeStatusDraft               ChargeStatus = "draft"

	// ChargeStatusUnclaimed is newer than the documentation we have.
	ChargeStatusUnclaimed ChargeStatus = "unclaimed"
)
