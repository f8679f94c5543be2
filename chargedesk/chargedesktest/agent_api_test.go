package chargedesktest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func TestAgentsAreInvitedChangedAndRemoved(t *testing.T) {
	t.Parallel()
	d := open(t)
	require.Equal(t, object{"email": "ada@example.com", "name": "Ada", "role": "agent"},
		d.post("/agents", "name=Ada&email=ada@example.com&role=agent"))
	require.Equal(t, []chargedesktest.Message{{Time: noon, To: "ada@example.com", Kind: "agent invitation"}}, d.Messages())
	d.post("/agents", "name=Ada&email=ada@example.com&role=Night+shift")
	role, ok := d.Agent("ada@example.com")
	require.True(t, ok)
	require.Equal(t, "Night shift", role)
	require.Len(t, d.Messages(), 1, "only a new agent is invited")
	for form, param := range map[string]string{
		"email=a@example.com&role=agent": "name", "name=A&role=agent": "email", "name=A&email=a@example.com": "role", "name=A&email=a&role=admin": "email",
	} {
		t.Run(form, func(t *testing.T) {
			d := d.with(t)
			d.rejectsForm(param, "/agents", form)
		})
	}
	d.del("/agents/ada%40example.com")
	d.rejects(404, "", http.MethodDelete, "/agents/ada%40example.com", "")
	_, ok = d.Agent("ada@example.com")
	require.False(t, ok)
}
