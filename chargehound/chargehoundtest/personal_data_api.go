package chargehoundtest

import "net/http"

type receipt struct {
	Success  receiptMessage `json:"success"`
	URL      string         `json:"url"`
	Livemode bool           `json:"livemode"`
}

type receiptMessage struct {
	Message string `json:"message"`
}

func (c *call) retrievePersonalData() (reply, *problem) {
	return c.takePersonalData("Data will be collected and mailed.", true)
}

func (c *call) removePersonalData() (reply, *problem) {
	return c.takePersonalData("Data will be removed.", false)
}

// takePersonalData validates a request about a person's data. Chargehound's staff
// handles it by e-mail, so it changes no state.
func (c *call) takePersonalData(message string, notify bool) (reply, *problem) {
	p := readParams(c.r, nil)
	p.only([]string{"email", "name", "notification_email"}, c.cfg.lenient)
	p.required("name")
	p.address("email", true)
	p.address("notification_email", notify)
	if p.rejection != nil {
		return reply{}, p.rejection
	}
	return reply{http.StatusOK, receipt{
		Success: receiptMessage{message}, URL: c.r.URL.EscapedPath(), Livemode: c.live,
	}}, nil
}

func (p *params) address(name string, required bool) {
	sent := p.text(name)
	switch {
	case sent == nil || *sent == "":
		if required {
			p.reject(name + " is missing")
		}
	case !isEmail(*sent):
		p.reject(name + " is not a valid address")
	}
}
