package chargeback

type OrdersService struct{ client *Client }
