package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
	"github.com/chargekit/chargekit-go/internal/orderfile"
)

// toChargeback reports orders to Chargeback.
type toChargeback struct {
	client   *chargeback.Client
	options  chargeback.ImportOptions
	defaults defaults
	stop     func()
}

func newToChargeback(set settings, out io.Writer) (*toChargeback, error) {
	v := &toChargeback{defaults: set.defaults, stop: func() {}, options: chargeback.ImportOptions{
		BatchSize: set.batch, Concurrency: max(1, set.concurrency), LookUpAfter: set.lookUpAfter, Resend: set.resend,
	}}
	if set.fake {
		server := chargebacktest.NewServer()
		fmt.Fprintf(out, "FAKE: no order leaves this machine. It knows the CRM %d and the merchant %q.\n", chargebacktest.CRMID, chargebacktest.MerchantName)
		v.client, v.stop = server.Client(), server.Close
		v.defaults.crm = cmp.Or(v.defaults.crm, chargebacktest.CRMName)
		v.defaults.merchant = cmp.Or(v.defaults.merchant, chargebacktest.MerchantName)
		return v, nil
	}
	client, err := chargeback.New(set.publicKey, set.secretKey, chargeback.WithBaseURL(set.baseURL), chargeback.WithUserAgent("importorders"))
	v.client = client
	return v, err
}

func (v *toChargeback) close() { v.stop() }

func (v *toChargeback) String() string {
	return fmt.Sprintf("-crm=%q -merchant=%q", v.defaults.crm, v.defaults.merchant)
}

func (v *toChargeback) row(order orderfile.Order, t *table) (any, error) {
	return v.defaults.order(order, t)
}

func (v *toChargeback) check(_ *orderfile.File, t *table) error {
	if t.columns == nil && (v.defaults.crm == "" || v.defaults.merchant == "") {
		return errors.New("no export names the data source and the merchant at Chargeback: -crm and -merchant are needed")
	}
	return nil
}

func (v *toChargeback) send(ctx context.Context, rows iter.Seq[any], from []byte, lookUp bool, save func(text []byte) error) iter.Seq2[result, error] {
	var at chargeback.Checkpoint
	if from != nil {
		if err := at.UnmarshalText(from); err != nil {
			return func(yield func(result, error) bool) { yield(result{}, err) }
		}
	}
	options := v.options
	options.LookUpFirst, options.Save = lookUp, save
	return v.results(v.client.Orders.Import(ctx, typed[chargeback.OrderCreateParams](rows), &options, chargeback.WithCheckpoint(&at)))
}

func (v *toChargeback) settle(ctx context.Context, rows iter.Seq[any]) iter.Seq2[result, error] {
	options := v.options
	options.LookUpFirst = true
	return v.results(v.client.Orders.Import(ctx, typed[chargeback.OrderCreateParams](rows), &options))
}

func (v *toChargeback) results(all iter.Seq2[*chargeback.ImportResult, error]) iter.Seq2[result, error] {
	return func(yield func(result, error) bool) {
		for r, err := range all {
			if err != nil {
				yield(result{}, err)
				return
			}
			told := result{index: r.Index, id: r.OrderID, err: r.Err, unknown: errors.Is(r.Err, chargeback.ErrOutcomeUnknown)}
			if _, invalid := errors.AsType[*chargeback.ValidationError](r.Err); invalid {
				told.id = ""
			}
			if !yield(told, nil) {
				return
			}
		}
	}
}

// cannot also holds where look-ups fail, which are reads.
func (v *toChargeback) cannot(err error) bool {
	_, invalid := errors.AsType[*chargeback.ValidationError](err)
	_, unreadable := errors.AsType[*chargeback.DecodeError](err)
	failed, ok := errors.AsType[*chargeback.Error](err)
	return invalid || unreadable || errors.Is(err, chargeback.ErrUnauthorized) || ok && failed.Method == http.MethodGet
}

func (v *toChargeback) unknown() string {
	return "unknown orders may be there or not: each start looks them up and sends none of them. With -resend it sends\n" +
		"those that the search does not find; if the search lags behind, that creates them twice, so wait first"
}
