package chargehound_test

import (
	"fmt"
	"io"
	"net/http"
	"path"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
)

// oneDispute is a vendor with one dispute. It shows the first of its states until a
// request other than a read comes, and then the next.
type oneDispute struct {
	mu     sync.Mutex
	shows  []string // JSON of the dispute without its id
	writes []string // the requests but the reads: `submit {"force":true}`
	reads  int
	status int // of the response to them; 0 means 200
}

func (o *oneDispute) RoundTrip(r *http.Request) (*http.Response, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	status := 200
	if r.Method == http.MethodGet {
		o.reads++
	} else {
		var body []byte
		if r.Body != nil {
			body, _ = io.ReadAll(r.Body)
		}
		o.writes = append(o.writes, strings.TrimSpace(path.Base(r.URL.Path)+" "+string(body)))
		status = max(200, o.status)
		if len(o.shows) > 1 {
			o.shows = o.shows[1:]
		}
	}
	text := `{"id": "dp_7Q", ` + o.shows[0] + `}`
	return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(text)), Request: r}, nil
}

func (o *oneDispute) disputes(t *testing.T) *chargehound.DisputesService {
	t.Helper()
	client, err := chargehound.New("test_fake", chargehound.WithHTTPClient(&http.Client{Transport: o}))
	require.NoError(t, err)
	return client.Disputes
}

func inState(state chargehound.DisputeState, more ...string) string {
	return strings.Join(append([]string{fmt.Sprintf(`"state": %q`, state)}, more...), ", ")
}

const (
	sends      = "sends"
	reached    = "reached"
	held       = "held"
	busy       = "busy"
	outOfReach = "out of reach"
)

// requireDecision checks what a method did with a dispute that it found in a state.
func requireDecision(t *testing.T, want string, o *oneDispute, err error) {
	t.Helper()
	if want != sends {
		require.Empty(t, o.writes)
		require.Equal(t, 1, o.reads)
	}
	switch want {
	case sends:
		require.Len(t, o.writes, 1)
	case reached:
		require.NoError(t, err)
	case held:
		require.ErrorIs(t, err, chargehound.ErrHeld)
		require.NotErrorIs(t, err, chargehound.ErrOutcomeUnknown)
	case busy:
		require.ErrorIs(t, err, chargehound.ErrOutcomeUnknown)
	case outOfReach:
		require.ErrorIs(t, err, chargehound.ErrOutOfReach)
		require.ErrorIs(t, err, chargehound.ErrNotSent)
	}
}

func TestEnsureByTheStateOfTheDispute(t *testing.T) {
	t.Parallel()
	type decisions struct{ submit, queue, force, accept string }
	rows := map[string]decisions{
		inState(chargehound.DisputeStateNeedsResponse):                         {sends, sends, sends, sends},
		inState(chargehound.DisputeStateNeedsResponse, `"submitted_count": 1`): {sends, sends, sends, sends},
		inState(chargehound.DisputeStateWarningNeedsResponse):                  {sends, sends, sends, sends},
		inState(chargehound.DisputeStateQueued):                                {sends, reached, sends, sends},
		inState(chargehound.DisputeStateRequiresReview):                        {held, held, sends, sends},
		inState(chargehound.DisputeStateAccepted):                              {held, held, sends, reached},
		inState(chargehound.DisputeStateCompilingEvidence):                     {busy, busy, busy, outOfReach},
		inState(chargehound.DisputeStateSubmitted):                             {reached, reached, reached, outOfReach},
		inState(chargehound.DisputeStateUnderReview):                           {reached, reached, reached, outOfReach},
		inState(chargehound.DisputeStateWarningUnderReview):                    {reached, reached, reached, outOfReach},
		inState(chargehound.DisputeStateResponseDisabled):                      {sends, sends, sends, sends},
		inState("of_tomorrow"):                                                 {sends, sends, sends, sends},
	}
	for _, closed := range []chargehound.DisputeState{
		chargehound.DisputeStateWon, chargehound.DisputeStateLost, chargehound.DisputeStateWarningClosed, chargehound.DisputeStateChargeRefunded,
	} {
		rows[inState(closed)] = decisions{outOfReach, outOfReach, outOfReach, outOfReach}
		rows[inState(closed, `"submitted_count": 1`)] = decisions{reached, reached, reached, outOfReach}
		rows[inState(closed, `"submitted_at": 1700000000`)] = decisions{reached, reached, reached, outOfReach}
	}
	for shows, want := range rows {
		t.Run(shows, func(t *testing.T) {
			for name, params := range map[string]*chargehound.DisputeSubmitParams{
				want.submit + " without params": nil,
				want.submit + " with params":    {},
				want.queue + " queueing":        {Queue: new(true)},
				want.force + " by force":        {Force: new(true)},
			} {
				decision, _, _ := strings.Cut(name, " with")
				decision, _, _ = strings.Cut(decision, " queueing")
				decision, _, _ = strings.Cut(decision, " by")
				vendor := &oneDispute{shows: []string{shows, inState(chargehound.DisputeStateSubmitted)}}
				dispute, err := vendor.disputes(t).EnsureSubmitted(t.Context(), "dp_7Q", params)
				require.NotNil(t, dispute, "also beside an error")
				requireDecision(t, decision, vendor, err)
			}
			vendor := &oneDispute{shows: []string{shows, inState(chargehound.DisputeStateAccepted)}}
			_, err := vendor.disputes(t).EnsureAccepted(t.Context(), "dp_7Q")
			requireDecision(t, want.accept, vendor, err)
		})
	}
}

// A 2xx is judged by the state in it, never by its status.
func TestEnsureSubmittedJudgesA2xxByItsState(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		shows  string
		params *chargehound.DisputeSubmitParams
		want   error
	}{
		"submitted":               {inState(chargehound.DisputeStateSubmitted), nil, nil},
		"held for review":         {inState(chargehound.DisputeStateRequiresReview), nil, chargehound.ErrHeld},
		"held for review, forced": {inState(chargehound.DisputeStateRequiresReview), &chargehound.DisputeSubmitParams{Force: new(true)}, chargehound.ErrOutcomeUnknown},
		"accepted by a rule":      {inState(chargehound.DisputeStateAccepted), nil, chargehound.ErrHeld},
		"queued":                  {inState(chargehound.DisputeStateQueued), &chargehound.DisputeSubmitParams{Queue: new(true)}, nil},
		"queued, not asked for":   {inState(chargehound.DisputeStateQueued), nil, chargehound.ErrOutcomeUnknown},
		"still at work":           {inState(chargehound.DisputeStateCompilingEvidence), nil, chargehound.ErrOutcomeUnknown},
		"nothing has changed":     {inState(chargehound.DisputeStateNeedsResponse), nil, chargehound.ErrOutcomeUnknown},
		"closed meanwhile":        {inState(chargehound.DisputeStateLost), nil, chargehound.ErrOutcomeUnknown},
	} {
		for _, status := range []int{200, 201, 202} {
			t.Run(fmt.Sprint(name, " ", status), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					vendor := &oneDispute{shows: []string{inState(chargehound.DisputeStateNeedsResponse), test.shows}, status: status}
					started := time.Now()
					_, err := vendor.disputes(t).EnsureSubmitted(t.Context(), "dp_7Q", test.params)
					require.Len(t, vendor.writes, 1)
					if test.want == nil {
						require.NoError(t, err)
						return
					}
					require.ErrorIs(t, err, test.want)
					if test.want == chargehound.ErrOutcomeUnknown && name != "closed meanwhile" {
						require.Equal(t, 30*time.Second, time.Since(started))
					}
				})
			})
		}
	}
	t.Run("accepted", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			vendor := &oneDispute{shows: []string{inState(chargehound.DisputeStateNeedsResponse)}}
			_, err := vendor.disputes(t).EnsureAccepted(t.Context(), "dp_7Q")
			require.ErrorIs(t, err, chargehound.ErrOutcomeUnknown)
		})
	})
}

// For a review the evidence is saved once.
func TestEnsureSubmittedSavesEvidenceForAReview(t *testing.T) {
	t.Parallel()
	product := chargehound.Product{Name: "Lamp", Quantity: chargehound.NewQuantity(1), Amount: 2100}
	const stored = `"template": "goods", "reference_url": "https://shop.example.com/7", "fields": {"order_id": "ord_1042", "parcels": "2"},
		"products": [{"name": "Lamp", "quantity": 1, "amount": 2100, "of_tomorrow": true}]`
	for name, test := range map[string]struct {
		params chargehound.DisputeSubmitParams
		sent   bool
	}{
		"nothing":           {chargehound.DisputeSubmitParams{}, false},
		"all of it":         {chargehound.DisputeSubmitParams{Template: new("goods"), ReferenceURL: new("https://shop.example.com/7"), Products: []chargehound.Product{product}}, false},
		"the fields":        {chargehound.DisputeSubmitParams{Fields: chargehound.Fields{"order_id": chargehound.TextField("ord_1042"), "parcels": chargehound.NumberField(2)}}, false},
		"another template":  {chargehound.DisputeSubmitParams{Template: new("services")}, true},
		"another reference": {chargehound.DisputeSubmitParams{ReferenceURL: new("https://shop.example.com/8")}, true},
		"another value":     {chargehound.DisputeSubmitParams{Fields: chargehound.Fields{"order_id": chargehound.TextField("ord_1043")}}, true},
		"another field":     {chargehound.DisputeSubmitParams{Fields: chargehound.Fields{"carrier": chargehound.TextField("")}}, true},
		"another product":   {chargehound.DisputeSubmitParams{Products: []chargehound.Product{product, product}}, true},
		"no products":       {chargehound.DisputeSubmitParams{Products: []chargehound.Product{}}, true},
		"a correspondence":  {chargehound.DisputeSubmitParams{Correspondence: []chargehound.Correspondence{{To: "a@example.com", From: "b@example.com"}}}, true},
	} {
		t.Run(name, func(t *testing.T) {
			vendor := &oneDispute{shows: []string{inState(chargehound.DisputeStateRequiresReview, stored)}}
			dispute, err := vendor.disputes(t).EnsureSubmitted(t.Context(), "dp_7Q", &test.params)
			require.ErrorIs(t, err, chargehound.ErrHeld)
			require.EqualError(t, err, "chargehound: held: the dispute is requires_review")
			require.Equal(t, chargehound.DisputeStateRequiresReview, dispute.State)
			require.Equal(t, test.sent, len(vendor.writes) == 1)
		})
	}
}
