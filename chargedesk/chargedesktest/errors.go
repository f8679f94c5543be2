package chargedesktest

import (
	"encoding/json"
	"net/http"
	"strconv"
)

// rejection is the error of a rejected call, which changes nothing.
type rejection struct {
	status  int
	message string
	param   string // the invalid parameter, or ""
}

func (r *rejection) Error() string { return r.message }

func badParam(param, message string) error {
	return &rejection{http.StatusBadRequest, message, param}
}

func declined(message string) error { return &rejection{http.StatusBadRequest, message, ""} }

func notFound(kind, id string) error {
	return &rejection{http.StatusNotFound, "No " + kind + " has the id " + strconv.Quote(id) + ".", ""}
}

// noRoute is the error for a path that is not served. It names the replacement of a
// path of 2017.
func noRoute(method, path, replacement string) error {
	message := "There is no endpoint " + method + " " + path + "."
	if replacement != "" {
		message += " It is of an older version of the API: use " + replacement + "."
	}
	return &rejection{http.StatusNotFound, message, ""}
}

func envelope(message, param string) []byte {
	var body struct {
		Error struct {
			Message string `json:"message"`
			Param   string `json:"incorrect_parameter,omitempty"`
		} `json:"error"`
	}
	body.Error.Message, body.Error.Param = message, param
	encoded, _ := json.Marshal(body) // two strings always encode
	return encoded
}

func writeError(w http.ResponseWriter, err error) {
	r := err.(*rejection) // handlers fail with nothing else
	writeJSON(w, r.status, envelope(r.message, r.param))
}

func writeJSON(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

func unauthorized(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("WWW-Authenticate", `Basic realm="ChargeDesk API"`)
	writeJSON(w, http.StatusUnauthorized, envelope("The secret key is missing or wrong.", ""))
}

func tooMany(w http.ResponseWriter) {
	writeJSON(w, http.StatusTooManyRequests, envelope("You have made more than 60 requests within a minute.", ""))
}
