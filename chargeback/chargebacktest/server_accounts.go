package chargebacktest

import (
	"slices"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// AddCRM adds a data source.
func (s *Server) AddCRM(id int64, name string) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	s.state.crms = append(s.state.crms, crm{id, name})
}

// AddMerchant adds a merchant account. Orders refer to it by name, or by id unless
// that is 0.
func (s *Server) AddMerchant(id int64, name string) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	s.state.merchants = append(s.state.merchants, merchant{id, name})
}

// AddKeys adds a pair of keys with access to the orders of these merchants only, or
// of all merchants if none is given. It panics if a key is empty.
func (s *Server) AddKeys(public, secret string, merchantNames ...string) {
	fake.MustKey("chargebacktest.AddKeys", public, secret)
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	s.state.keys = append(s.state.keys, &keyPair{public, secret, slices.Clone(merchantNames)})
}
