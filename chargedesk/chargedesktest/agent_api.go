package chargedesktest

import (
	"net/http"
	"strings"
)

var agentRoutes = []route{
	{http.MethodPost, "/agents", (*call).createAgent},
	{http.MethodDelete, "/agents/{id}", (*call).deleteAgent},
}

// agent is a user of the company's ChargeDesk account.
type agent struct{ Name, Email, Role string }

func (a *agent) write(w *writer) {
	w.object("", func() {
		w.text("email", a.Email)
		w.text("name", a.Name)
		w.text("role", a.Role)
	})
}

// createAgent invites an agent, or changes the role of an existing one.
func (c *call) createAgent() ([]byte, error) {
	draft := &agent{Name: c.need("name"), Email: c.need("email"), Role: c.need("role")}
	if !strings.Contains(draft.Email, "@") {
		c.fail("email", "is no e-mail address.")
	}
	if err := c.failed(); err != nil {
		return nil, err
	}
	if known := c.agents[draft.Email]; known != nil {
		known.Role = draft.Role
		draft = known
	} else {
		c.agents[draft.Email] = draft
		c.recordMessage(draft.Email, "agent invitation", "")
	}
	return c.written(draft.write)
}

func (c *call) deleteAgent() ([]byte, error) {
	if c.agents[c.id] == nil {
		return nil, notFound("agent", c.id)
	}
	delete(c.agents, c.id)
	return c.deletedResponse("email")
}
