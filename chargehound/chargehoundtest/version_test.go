package chargehoundtest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func TestTheNamesOf2016AreTakenInTheirVersionOnly(t *testing.T) {
	t.Parallel()
	body := `{"external_identifier":"dp_7Q","external_charge":"ch_K31","external_customer":"cus_ada","user_id":"acct_5",
		"reason":"general","charged_at":"2026-01-09T07:14:02","disputed_at":"2026-02-01T10:00:00",
		"due_by":"2099-02-20T10:00:00","currency":"eur","amount":1}`
	update := `{"customer_name":"Ada","customer_email":"ada@example.com","user_id":"acct_6"}`
	for _, version := range versions {
		c := newCaller(t, chargehoundtest.WithAPIVersion(version))
		a := c.post("/disputes", body)
		if version != "2016-03-05" {
			require.Equal(t, "invalid_request", a.errorType(), version)
			c.post("/disputes", newDispute("dp_7Q", ""))
			require.Equal(t, "invalid_request", c.put("/disputes/dp_7Q", update).errorType())
			continue
		}
		require.Equal(t, 201, a.status, a.raw)
		require.Equal(t, []string{"dp_7Q", "ch_K31", "cus_ada", "acct_5"},
			[]string{a.text("id"), a.text("charge"), a.text("customer"), a.text("account_id")})
		a = c.put("/disputes/dp_7Q", update)
		require.Equal(t, []string{"Ada", "ada@example.com", "acct_6"},
			[]string{a.text("customer_name"), a.text("customer_email"), a.text("account_id")})
		require.Equal(t, "invalid_request", c.put("/disputes/dp_7Q", `{"customer_email":"ada"}`).errorType())
	}
}

func TestVersionsAreKnownOrRejected(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	for _, version := range []string{"2023-03-10", "1999-01-01", "latest"} {
		t.Run(version, func(t *testing.T) {
			c := c.with(t)
			a := c.in(version).get("/disputes")
			require.Equal(t, 400, a.status)
			require.Equal(t, "invalid_request", a.errorType())
		})
	}
	for _, version := range append(versions, "") {
		require.Equal(t, 200, c.in(version).get("/disputes").status)
	}
}
