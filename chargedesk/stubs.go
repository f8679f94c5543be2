package chargedesk

type GatewayService struct{ client *Client }
type ChargesService struct{ client *Client }
type CustomersService struct{ client *Client }
type SubscriptionsService struct{ client *Client }
type ProductsService struct{ client *Client }
type WebhooksService struct{ client *Client }
type AgentsService struct{ client *Client }
type LogsService struct{ client *Client }
