package contract

// ownOfPackages are the exceptions among functions, options, sentinels, and the
// fields and methods of the frame.
var ownOfPackages = []own{
	{"chargehound", "the other two have no versions of their API",
		"APIVersion20160305 APIVersion20171030 APIVersion20200228 APIVersion20210915 APIVersionLatest WithAPIVersion WithCallAPIVersion"},
	{"chargehound", "the other two have no documents to download", "DefaultMaxDownloadBytes WithMaxDownloadBytes"},
	{"chargehound", "the other two give their errors no type",
		`Error.Type Error.URL Error.Livemode ErrDisputeClosed ErrDisputeNotFound ErrDisputeOverdue
		ErrDisputeSubmitted ErrDisputeUneditable ErrInvalidCorrespondence ErrInvalidFields ErrInvalidPastPayments
		ErrInvalidProducts ErrInvalidRequest ErrMissingFields ErrMissingTemplate ErrTemplateNotFound`},
	{"chargehound", "evidence is Chargehound's: fields of several kinds, quantities and times as texts",
		"AmountField DateField DateTextField EmailField NumberField TextField URLField NewChargedAt NewChargedAtText NewQuantity NewQuantityText MaxPastPayments"},
	{"chargehound", "the other two name no addresses that webhooks come from", "WebhookIPs WebhookConfig.AllowedIPs WebhookConfig.TrustedProxies WebhookConfig.TrustUnixSocket"},
	{"chargehound", "the other two state how long a page may be at their param", "MaxListLimit"},
	{"chargedesk chargehound", "Chargeback sends no webhooks", "ErrBadEvent ParseEvent WebhookConfig WebhookHandler"},
	{"chargedesk chargeback", "Chargehound counts money in minor units", "MustAmount NewAmount ParseAmount"},
	{"chargehound", "the other two count money in decimals", "DecimalToMinor MinorToDecimal"},
	{"chargedesk chargeback", "Chargehound names no parameter at fault", "Error.Param"},
	{"chargehound chargeback", "ChargeDesk's errors have no status of their own", "Error.Status"},
	{"chargedesk", "the other two have no table of currencies", "AmountFromMinor Currencies CurrencyDecimals"},
	{"chargedesk", "the other two have no offset limit", "ErrOffsetLimit"},
	{"chargedesk", "the other two document no limit of requests", "NewLimiter"},
	{"chargedesk chargehound", "Chargeback has nothing that must not be done twice but what it can be searched for", "ErrOutOfReach WithSettleAfter WithMaybeSentAt"},
	{"chargehound", "only Chargehound holds a dispute for a person to decide", "ErrHeld"},
	{"chargedesk", "the other two take no forms, whose variables PHP counts", "WithoutVariableLimit"},
	{"chargedesk", "Chargehound's quantities are texts, Chargeback's whole numbers", "NewNumber"},
	{"chargedesk", "Chargehound documents no response that ends a webhook", "ErrStopWebhook"},
	{"chargeback", "the other two have no batches", "MaxBatch"},
	{"chargeback", "the other two leave no required field to the caller", "WithoutRequiredCheck"},
	{"chargeback", "only an order has free texts with which a card number might go out", "WithoutCardCheck"},
	{"chargeback", "the other two take only times that a program makes, not those of an export", "ParseTime"},
}

var differentInPackages = map[string]string{
	"New":          "Chargeback has two keys",
	"WithKeyFunc":  "Chargeback has two keys",
	"WithParam":    "ChargeDesk takes forms, whose values are text; the other two take JSON",
	"Client.Do":    "ChargeDesk takes forms, the other two JSON",
	"Error.Status": "Chargehound sends a number, Chargeback a word",
}

// ownOfFakes are the exceptions among all that the fakes export.
var ownOfFakes = []own{
	{"chargedesk chargehound", "Chargeback has two keys", "Key WithKey"},
	{"chargeback", "the other two have one key", "PublicKey SecretKey WithKeys Server.AddKeys"},
	{"chargedesk chargehound", "Chargeback sends no webhooks",
		"Attempt DeliveryLog Server.DeliverDue Server.DeliverWebhooksTo Server.Deliveries Server.RunWebhooks WithWebhookClient"},

	{"chargedesk", "what is kept: charges and what belongs to them",
		`Charge Server.Charge Server.Refunds Server.SeedCharge Server.SeedChargeWith Server.SeedCharges
		Server.SeedAuthorizedCharge Server.SeedPaymentRequest Server.SeedCustomer Server.SeedCustomers
		Server.SeedProduct Server.SeedProducts Server.SeedSubscription Server.SeedSubscriptions
		Server.SeedActivity Server.SeedCancellations Server.SeedWebhook Server.Agent Message Server.Messages`},
	{"chargedesk", "what customers, banks and agents do there",
		"Server.Authorize Server.CancelAsCustomer Server.DisputeCharge Server.EditAsAgent Server.FailCharge Server.Notify Server.Pay"},
	{"chargedesk", "what its documentation leaves open, and the limit that only it documents",
		"JSONTypes WithJSONTypes WithExclusiveMax TaxRate WithTaxes WithoutRateLimit"},

	{"chargehound", "what is kept: disputes",
		"Dispute Server.Dispute Server.SeedDispute Server.SeedDisputeWith Server.SeedDisputes"},
	{"chargehound", "what the bank, Chargehound and its dashboard do",
		`Server.Resolve Server.MarkUnderReview FieldKind Server.AddTemplate Server.SetFieldKind Server.AcceptWhen
		Server.RequireReview Server.ReviewWhen Server.SendTestWebhook`},
	{"chargehound", "what its documentation leaves open, its versions and its queue",
		`WithAPIVersion WithEditableStates WithErrorStatus WithLenience WithNewWebhookIDs WithQueueDelay WithQueueStatus
		WithReplacedFields WithResponseExpiry`},

	{"chargeback", "what is kept: orders",
		"Order Server.Order Server.Created Server.Received Server.SeedOrder Server.SeedOrderWith Server.SeedOrders Server.SeedManualOrder"},
	{"chargeback", "what Chargeback's people do", "CRMID CRMName MerchantName Server.AddCRM Server.AddMerchant Server.LockOrder"},
	{"chargeback", "what its documentation leaves open",
		"Duplicates WithDuplicates ErrorShape WithErrors Search WithSearch WithSearchLag Shapes WithShapes"},
}
