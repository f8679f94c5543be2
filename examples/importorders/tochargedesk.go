package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
	"github.com/chargekit/chargekit-go/internal/orderfile"
)

// saveEvery is how many results there are between two saves. After a kill at most
// these charges are sent again.
const saveEvery = 20

// toChargeDesk records orders as charges, which have the customer in them.
type toChargeDesk struct {
	client   *chargedesk.Client
	options  chargedesk.ImportOptions
	customer string // of orders that name none; "" for none
	stop     func()
}

func newToChargeDesk(set settings, out io.Writer) (*toChargeDesk, error) {
	v := &toChargeDesk{stop: func() {}, customer: set.customer, options: chargedesk.ImportOptions{Concurrency: set.concurrency}}
	if set.fake {
		server := chargedesktest.NewServer(chargedesktest.WithoutRateLimit())
		fmt.Fprintln(out, "FAKE: no charge leaves this machine.")
		v.client, v.stop = server.Client(chargedesk.WithLimiter(nil)), server.Close
		return v, nil
	}
	opts := []chargedesk.Option{chargedesk.WithBaseURL(set.baseURL), chargedesk.WithUserAgent("importorders")}
	if set.noLimit {
		opts = append(opts, chargedesk.WithLimiter(nil))
	}
	client, err := chargedesk.New(set.secretKey, opts...)
	v.client = client
	return v, err
}

func (v *toChargeDesk) close() { v.stop() }

func (v *toChargeDesk) String() string { return fmt.Sprintf("-customer=%q", v.customer) }

func (v *toChargeDesk) row(order orderfile.Order, _ *table) (any, error) {
	email := cmp.Or(order.Email, order.Cell("customer_email"))
	customer := cmp.Or(email, order.CustomerID, v.customer)
	if customer == "" {
		return nil, errors.New("the order has neither an e-mail address nor a customer id; -customer names a customer for such orders")
	}
	charge := &chargedesk.ChargeCreateParams{
		Amount: chargedesk.NewAmount(order.Amount), Currency: chargedesk.Currency(order.Currency),
		Customer:      chargedesk.ChargeCustomerParams{ID: customer, Email: optional(email), Name: optional(order.Name)},
		TransactionID: &order.TransactionID, Occurred: new(chargedesk.NewTime(order.PlacedAt)),
		Last4Digits: optional(order.CardSuffix), Metadata: chargedesk.Metadata{"order_id": order.ID},
	}
	if len(order.Address.Country) == 2 { // some exports have names
		charge.Customer.Country = &order.Address.Country
	}
	switch order.Status {
	case orderfile.Refunded:
		charge.Status = new(chargedesk.ChargeStatusRefunded)
	case orderfile.PartlyRefunded:
		charge.Status = new(chargedesk.ChargeStatusPartiallyRefunded)
	}
	if order.Refunded.IsPositive() {
		charge.AmountRefunded = new(chargedesk.NewAmount(order.Refunded))
	}
	return charge, nil
}

func (v *toChargeDesk) check(file *orderfile.File, t *table) error {
	if !file.Has(orderfile.Email) && !file.Has(orderfile.CustomerID) && !slices.Contains(t.columns, "customer_email") && v.customer == "" {
		return errors.New("this file has no e-mail addresses and no customer ids, by which ChargeDesk knows customers; -customer names one for all orders")
	}
	return nil
}

// send needs no look-ups: a charge that is sent again is updated.
func (v *toChargeDesk) send(ctx context.Context, rows iter.Seq[any], from []byte, _ bool, save func(text []byte) error) iter.Seq2[result, error] {
	return func(yield func(result, error) bool) {
		var at chargedesk.Checkpoint
		if from != nil {
			if err := at.UnmarshalText(from); err != nil {
				yield(result{}, err)
				return
			}
		}
		keep := func() error {
			text, err := at.MarshalText()
			if err == nil {
				err = save(text)
			}
			return err
		}
		for told, err := range v.results(ctx, rows, chargedesk.WithCheckpoint(&at)) {
			if err == nil && !yield(told, nil) {
				return
			}
			if err == nil && (told.index+1)%saveEvery == 0 {
				err = keep()
			}
			if err != nil {
				yield(result{}, cmp.Or(err, keep()))
				return
			}
		}
		if err := keep(); err != nil {
			yield(result{}, err)
		}
	}
}

func (v *toChargeDesk) settle(ctx context.Context, rows iter.Seq[any]) iter.Seq2[result, error] {
	return v.results(ctx, rows)
}

func (v *toChargeDesk) results(ctx context.Context, rows iter.Seq[any], opts ...chargedesk.CallOption) iter.Seq2[result, error] {
	return func(yield func(result, error) bool) {
		for r, err := range v.client.Charges.Import(ctx, typed[chargedesk.ChargeCreateParams](rows), &v.options, opts...) {
			if err != nil {
				yield(result{}, err)
				return
			}
			_, invalid := errors.AsType[*chargedesk.ValidationError](r.Err)
			told := result{index: r.Index, id: r.ID, err: r.Err, unknown: r.Err != nil && !invalid && !rejectedAtOnce(r.Err)}
			if invalid {
				told.id = ""
			}
			if !yield(told, nil) {
				return
			}
		}
	}
}

// rejectedAtOnce reports whether ChargeDesk has rejected a charge, and did not fail.
func rejectedAtOnce(err error) bool {
	failed, ok := errors.AsType[*chargedesk.Error](err)
	return ok && failed.Outcome == chargedesk.OutcomeRejected
}

func (v *toChargeDesk) cannot(err error) bool {
	_, invalid := errors.AsType[*chargedesk.ValidationError](err)
	return invalid || errors.Is(err, chargedesk.ErrUnauthorized)
}

func (v *toChargeDesk) unknown() string {
	return "unknown charges may be there or not: the next start sends them again, which has the effect of once"
}
