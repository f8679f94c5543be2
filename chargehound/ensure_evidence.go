package chargehound

import (
	"bytes"
	"encoding/json"
)

// areStored reports whether the dispute has all the evidence in the params. Numbers
// and texts with the same digits are equal: Chargehound may return either.
func (p *DisputeSubmitParams) areStored(dispute *Dispute) bool {
	for name, field := range p.Fields {
		if stored, ok := dispute.Fields[name]; !ok || stored.String() != field.String() {
			return false
		}
	}
	return isStored(p.Template, dispute.Template) && isStored(p.ReferenceURL, dispute.ReferenceURL) &&
		areListed(p.Products, dispute.Products, func(product *Product) { product.Extra = nil }) &&
		areListed(p.Correspondence, dispute.Correspondence, func(mail *Correspondence) { mail.Extra = nil }) &&
		areListed(p.PastPayments, dispute.PastPayments, func(payment *PastPayment) { payment.Extra = nil })
}

func isStored(sent, stored *string) bool {
	return sent == nil || stored != nil && *stored == *sent
}

// areListed reports whether a stored list has what is sent, without regard to what
// strip removes. nil is not sent.
func areListed[T any](sent, stored []T, strip func(*T)) bool {
	return sent == nil || bytes.Equal(stripped(sent, strip), stripped(stored, strip))
}

func stripped[T any](list []T, strip func(*T)) []byte {
	bare := append([]T{}, list...)
	for i := range bare {
		strip(&bare[i])
	}
	text, _ := json.Marshal(bare) // nothing in it fails after the params were checked
	return text
}
