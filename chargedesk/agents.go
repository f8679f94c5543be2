package chargedesk

import (
	"context"
	"net/http"

	"github.com/chargekit/chargekit-go/internal/transport"
)

// Operations of the documentation's agents chapter.
var (
	opAgentCreate = operation{Method: http.MethodPost, Route: "/agents", Safety: transport.Once}
	opAgentDelete = operation{Method: http.MethodDelete, Route: "/agents/{agent_email}", Safety: transport.Repeatable}
)

// AgentsService manages the people who work in the company's ChargeDesk.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs
type AgentsService struct{ client *Client }

// Create invites an agent by e-mail. If the address already belongs to an
// agent, that agent's role is changed instead.
//
// The response is not documented; [WithResponse] shows it.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs
func (s *AgentsService) Create(ctx context.Context, params *AgentCreateParams, opts ...CallOption) error {
	if err := params.check(); err != nil {
		return err
	}
	return s.client.callNoResult(ctx, opAgentCreate.On().About(params.Email), params, opts)
}

// Delete removes an agent from the company.
//
// If a retry finds no agent, it counts as removed. The response is not documented;
// [WithResponse] shows it.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs
func (s *AgentsService) Delete(ctx context.Context, agentEmail string, opts ...CallOption) error {
	return s.client.callNoResult(ctx, opAgentDelete.On(agentEmail), nil, opts)
}

// AgentCreateParams are the parameters of [AgentsService.Create].
type AgentCreateParams struct {
	// Name of the person. Required.
	Name string `url:"name"`

	// Email address that gets the invitation. Required.
	Email string `url:"email"`

	// Role of the agent. Required.
	Role AgentRole `url:"role"`
}

func (p *AgentCreateParams) check() error {
	if p == nil {
		return noParams[AgentCreateParams]()
	}
	var c checks
	c.Required("name", p.Name)
	c.Required("email", p.Email)
	c.Required("role", string(p.Role))
	return c.err()
}

// AgentRole decides what an agent may do. It is an open type: names of the
// company's custom roles can be used too.
type AgentRole string

// The roles that every company has.
const (
	AgentRoleReadOnly AgentRole = "read-only"
	AgentRoleAgent    AgentRole = "agent"
	AgentRoleAdmin    AgentRole = "admin"
)
