// Package chargebacktest provides an in-process fake Chargeback server: an HTTP
// server on a loopback port that implements the orders API and keeps orders in
// memory.
//
//	server := chargebacktest.NewTestServer(t)
//	client := server.Client()
//	order, err := client.Orders.Create(ctx, &chargeback.OrderCreateParams{…})
//
// A new server has one data source ([CRMID], [CRMName]), one merchant
// ([MerchantName]) and one pair of keys with access to all orders.
// [Server.AddCRM], [Server.AddMerchant] and [Server.AddKeys] add more.
//
// The server enforces what Chargeback documents: keys, required fields, at most
// 100 orders in a batch and 100 rows in a page, which orders can be deleted, and
// that system fields in a request are ignored. Chargeback documents neither its
// errors, nor the syntax of a search, nor the status of a batch that is rejected
// in part. What the server does there is a guess; [WithErrors], [WithDuplicates],
// [WithSearch] and [WithShapes] change it.
//
// [Server.FailNext], [Server.FailMatching] and [Server.FailRandomly] inject faults.
// [Server.Requests] returns the requests that the server received.
package chargebacktest
