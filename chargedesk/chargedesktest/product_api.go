package chargedesktest

import (
	"net/http"

	"github.com/shopspring/decimal"
)

var productRoutes = []route{
	{http.MethodPost, "/products", (*call).createProduct},
	{http.MethodGet, "/products", (*call).listProducts},
	{http.MethodGet, "/products/{id}", (*call).getProduct},
	{http.MethodPost, "/products/{id}", (*call).updateProduct},
}

// product is a product, one-off or recurring.
type product struct {
	moment    // when first seen
	ProductID string

	Name, Description, URL, Currency, Interval, GatewayID string
	Amount, SetupAmount                                   decimal.Decimal
	Quantity, IntervalCount, TrialDays, CyclesTotal       int64
	Chargeable                                            bool
}

// productName returns the name of a product, or "".
func (d *desk) productName(id string) string {
	if p := d.products[id]; p != nil {
		return p.Name
	}
	return ""
}

func (d *desk) writeProduct(w *writer, p *product) {
	w.object("", func() {
		w.text("product_id", p.ProductID)
		if w.live {
			w.text("object", "product")
		}
		w.text("name", p.Name)
		w.text("description", p.Description)
		w.text("url", p.URL)
		w.text("support_url", site+"/support/"+company)
		w.price("amount", p.Amount, p.Currency)
		w.text("amount_formatted", formatted(p.Amount, p.Currency))
		w.text("amount_symbol", symbol(p.Currency))
		w.text("currency", p.Currency)
		w.column("quantity", p.Quantity)
		w.price("setup_amount", p.SetupAmount, p.Currency)
		w.text("interval", p.Interval)
		w.column("interval_count", p.IntervalCount)
		w.text("readable_interval", readableInterval(p.Interval, p.IntervalCount))
		w.column("trial_period_days", p.TrialDays)
		w.column("billing_cycles_total", p.CyclesTotal)
		w.flag("chargeable", p.Chargeable)
		w.count("taxable", 1)
		w.flag("has_agent_log", false)
		w.count("charges", d.chargeCount.of(ofProduct, p.ProductID))
		w.count("first_seen", p.At)
		w.text("status", "complete")
		w.text("company", company)
		w.text("gateway_id", p.GatewayID)
		w.array("logs", func() {})
	})
}

func (c *call) product() (*product, error) {
	if p := c.products[c.id]; p != nil {
		return p, nil
	}
	return nil, notFound("product", c.id)
}

func (c *call) productResponse(p *product) ([]byte, error) {
	return c.written(func(w *writer) { c.writeProduct(w, p) })
}

func (c *call) getProduct() ([]byte, error) {
	p, err := c.product()
	if err != nil {
		return nil, err
	}
	return c.productResponse(p)
}

func (c *call) createProduct() ([]byte, error) {
	id := c.need("product_id")
	update := c.duplicate()
	if known := c.products[id]; known != nil {
		if !update {
			c.fail("product_id", "belongs to a product already.")
		}
		return c.saveProduct(known, *known)
	}
	draft := product{Quantity: 1, IntervalCount: 1, Chargeable: true, GatewayID: defaultGateway}
	return c.saveProduct(nil, draft)
}

func (c *call) updateProduct() ([]byte, error) {
	p, err := c.product()
	if err != nil {
		return nil, err
	}
	if id, ok := c.given("product_id"); ok && id != c.id && c.products[id] != nil {
		c.fail("product_id", "belongs to another product.")
	}
	return c.saveProduct(p, *p)
}

func (c *call) saveProduct(p *product, draft product) ([]byte, error) {
	c.readProduct(&draft)
	if err := c.failed(); err != nil {
		return nil, err
	}
	if p == nil {
		draft.moment = c.moment(c.now())
		c.addProduct(&draft)
		return c.productResponse(&draft)
	}
	if draft.ProductID != p.ProductID {
		c.renameProduct(p, draft.ProductID)
	}
	*p = draft
	return c.productResponse(p)
}

func (c *call) readProduct(draft *product) {
	if id, ok := c.given("product_id"); ok {
		draft.ProductID = id
	}
	c.text(&draft.Name, "name")
	c.short(&draft.Description, "description")
	c.text(&draft.URL, "url")
	c.currency(&draft.Currency, "currency")
	c.money(&draft.Amount, "amount")
	c.fits(draft.Amount, draft.Currency, "amount")
	c.money(&draft.SetupAmount, "setup_amount")
	c.fits(draft.SetupAmount, draft.Currency, "setup_amount")
	c.whole(&draft.Quantity, 1, "quantity")
	c.text(&draft.GatewayID, "gateway_id")
	c.flag(&draft.Chargeable, "chargeable")
	c.choice(&draft.Interval, "interval", append(intervals, "")...)
	c.whole(&draft.IntervalCount, 1, "interval_count")
	c.whole(&draft.TrialDays, 0, "trial_period_days")
	c.whole(&draft.CyclesTotal, 0, "billing_cycles_total")
}

func (d *desk) addProduct(p *product) {
	d.products[p.ProductID] = p
	d.productLine.insert(p)
}

// renameProduct changes the id of a product, and the references to it.
func (d *desk) renameProduct(p *product, id string) {
	for _, ch := range d.chargeLine.rows {
		if ch.ProductID == p.ProductID {
			d.chargeCount.add(ofProduct, ch.ProductID, -1)
			ch.ProductID = id
			d.chargeCount.add(ofProduct, id, 1)
		}
	}
	for _, s := range d.subscriptionLine.rows {
		if s.ProductID == p.ProductID {
			s.ProductID = id
		}
	}
	delete(d.products, p.ProductID)
	d.products[id] = p
}

func (c *call) listProducts() ([]byte, error) {
	c.onlyFilters()
	return list(c, &c.productLine, "", narrowCap, nil, each(c.writeProduct))
}
