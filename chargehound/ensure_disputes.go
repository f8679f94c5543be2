package chargehound

import (
	"context"
	"fmt"
	"time"

	"github.com/chargekit/chargekit-go/internal/ensure"
)

// EnsureSubmitted makes sure that the response to a dispute is with the processor,
// or queued if params.Queue is true, and returns the dispute. It reads the dispute,
// submits if that is missing, and reads again until the submission shows or
// [DefaultSettleAfter] has passed. Called again it changes nothing. If a response
// was submitted already, the evidence in params is not sent: a nil error says that a
// response was submitted, not that it was this one. params may be nil, if evidence
// is stored already.
//
// An error that matches [ErrHeld] means that the dispute is held for review or was
// accepted. Someone has to decide, and Force submits it. If it is held for review,
// the evidence in params is saved first, and not sent again while it is what
// Chargehound has: a webhook handler that calls this does not wake itself. A dispute
// that was closed without a response is [ErrOutOfReach]. If the evidence is
// incomplete or late, the error is Chargehound's rejection.
//
// A call sends one submission at most. An error that matches [ErrOutcomeUnknown]
// means that it may still happen: call again with the same params. Calls of one
// client for one dispute run one after the other, and none submits before
// [DefaultSettleAfter] has passed since a submission of unknown outcome ended.
// Another process knows nothing of that: it has to wait [Error.RetryAfter] first, or
// pass with [WithMaybeSentAt] the time at which the last attempt ended or was found
// dead. After any other error no submission of this call is under way.
//
// If ctx ends before the submission is sent, none is. After that the call goes on
// for up to 20 seconds, within [WithCallTimeout], to learn the outcome. It can't
// exclude that a submission is executed later than [WithSettleAfter] says, and
// replaces newer evidence then.
//
// The dispute is returned as last read, also beside an error; it is nil if no read
// succeeded. Call options that set queue or force are rejected with a
// [*ValidationError]: they belong in params.
func (s *DisputesService) EnsureSubmitted(ctx context.Context, id string, params *DisputeSubmitParams, opts ...CallOption) (*Dispute, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	request := opSubmitDispute.On(id)
	if params != nil {
		request = request.WithBody(params)
	}
	settings, err := s.client.ensureSettings("EnsureSubmitted", request, opts)
	if err != nil {
		return nil, err
	}
	if err := checkSubmitOptions(opts); err != nil {
		return nil, err
	}
	target := newSubmitTarget(params)
	verb := ensure.Verb[Dispute]{
		Settings: settings, Target: settings.Method, Read: s.readDispute(id, opts), Judge: target.judge, JudgeResult: target.judgeResult,
		Send: func(ctx context.Context, _ *Dispute, _ any, within time.Duration) (*Dispute, any, error) {
			dispute, err := s.Submit(ctx, id, params, s.client.forSend(opts, within)...)
			return dispute, nil, err
		},
	}
	return verb.Run(ctx)
}

func checkSubmitOptions(opts []CallOption) error {
	cfg, err := newCallConfig(opts)
	if err != nil {
		return err
	}
	name := findVariable(cfg.Query, "queue", "force")
	for param := range cfg.params {
		if matchesAny(param, "queue", "force") {
			name = param
		}
	}
	if name != "" {
		return &ValidationError{Param: name, Reason: "belongs in the params of EnsureSubmitted, not in a call option"}
	}
	return nil
}

// submitTarget is a response that is with the processor, or queued.
type submitTarget struct {
	params       *DisputeSubmitParams
	queue, force bool
}

func newSubmitTarget(params *DisputeSubmitParams) submitTarget {
	if params == nil {
		return submitTarget{params: &DisputeSubmitParams{}}
	}
	return submitTarget{params, isTrue(params.Queue), isTrue(params.Force)}
}

func (t submitTarget) judge(dispute *Dispute, _ any) (ensure.State, error) {
	switch dispute.State {
	case DisputeStateSubmitted, DisputeStateUnderReview, DisputeStateWarningUnderReview:
		return ensure.Reached, nil
	case DisputeStateCompilingEvidence:
		return ensure.Busy, nil
	case DisputeStateQueued:
		return reachedIf(t.queue), nil
	case DisputeStateRequiresReview:
		if !t.force && t.params.areStored(dispute) {
			return ensure.Reached, heldAs(dispute)
		}
	case DisputeStateAccepted:
		if !t.force {
			return ensure.Missing, heldAs(dispute)
		}
	case DisputeStateWon, DisputeStateLost, DisputeStateWarningClosed, DisputeStateChargeRefunded:
		if dispute.Submission() == SubmissionNotSubmitted {
			return ensure.Missing, outOfReach(dispute)
		}
		return ensure.Reached, nil
	}
	return ensure.Missing, nil
}

// judgeResult judges the dispute in a 2xx to a submission, which does not prove that
// it was submitted.
func (t submitTarget) judgeResult(dispute *Dispute) (ensure.State, error) {
	if !t.force && (dispute.State == DisputeStateRequiresReview || dispute.State == DisputeStateAccepted) {
		return ensure.Reached, heldAs(dispute)
	}
	state, err := t.judge(dispute, nil)
	return reachedIf(err == nil && state == ensure.Reached), nil
}

func reachedIf(reached bool) ensure.State {
	if reached {
		return ensure.Reached
	}
	return ensure.Missing
}

func heldAs(dispute *Dispute) error {
	return fmt.Errorf("%w: the dispute is %s", ErrHeld, dispute.State)
}

func outOfReach(dispute *Dispute) error {
	return fmt.Errorf("%w: the dispute is %s", ErrOutOfReach, dispute.State)
}

// EnsureAccepted accepts a dispute unless that has been done, and returns the
// dispute. One whose response was sent, or that is closed, is [ErrOutOfReach].
//
// What [DisputesService.EnsureSubmitted] says about lost responses, ctx and the
// result applies here too.
func (s *DisputesService) EnsureAccepted(ctx context.Context, id string, opts ...CallOption) (*Dispute, error) {
	settings, err := s.client.ensureSettings("EnsureAccepted", opAcceptDispute.On(id), opts)
	if err != nil {
		return nil, err
	}
	verb := ensure.Verb[Dispute]{
		Settings: settings, Target: settings.Method, Read: s.readDispute(id, opts), Judge: judgeAccepted,
		Send: func(ctx context.Context, _ *Dispute, _ any, within time.Duration) (*Dispute, any, error) {
			dispute, err := s.Accept(ctx, id, s.client.forSend(opts, within)...)
			return dispute, nil, err
		},
		JudgeResult: func(dispute *Dispute) (ensure.State, error) {
			return reachedIf(dispute.State == DisputeStateAccepted), nil
		},
	}
	return verb.Run(ctx)
}

func judgeAccepted(dispute *Dispute, _ any) (ensure.State, error) {
	switch dispute.State {
	case DisputeStateAccepted:
		return ensure.Reached, nil
	case DisputeStateCompilingEvidence, DisputeStateSubmitted, DisputeStateUnderReview, DisputeStateWarningUnderReview,
		DisputeStateWon, DisputeStateLost, DisputeStateWarningClosed, DisputeStateChargeRefunded:
		return ensure.Missing, outOfReach(dispute)
	}
	return ensure.Missing, nil
}

func (s *DisputesService) readDispute(id string, opts []CallOption) func(context.Context) (*Dispute, error) {
	return func(ctx context.Context) (*Dispute, error) { return s.Get(ctx, id, forRead(opts)...) }
}
