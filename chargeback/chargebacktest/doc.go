// Package chargebacktest is a fake of Chargeback's orders API for tests: a real
// HTTP server that keeps orders in memory.
//
//	server := chargebacktest.NewTestServer(t)
//	client := server.Client()
//	order, err := client.Orders.Create(ctx, &chargeback.OrderCreateParams{…})
//
// It begins with one data source ([CRMID], [CRMName]), one merchant
// ([MerchantName]) and one pair of keys that sees everything; [Server.AddCRM],
// [Server.AddMerchant] and [Server.AddKeys] add more.
//
// What Chargeback documents is enforced: keys, required members, at most 100
// orders to a batch and rows to a page, which orders may be deleted, and that
// system members are ignored when they are sent. Chargeback documents no error,
// no form of a search and no status of a batch that is refused in part, so what
// the fake does there is a guess, and [WithErrors], [WithDuplicates],
// [WithSearch] and [WithShapes] change it.
//
// [Server.FailNext] and its relatives break connections and answers,
// [Server.Requests] tells what arrived.
package chargebacktest
