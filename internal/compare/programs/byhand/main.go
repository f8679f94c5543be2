// Command byhand is a program without an SDK, whose size the others are compared with.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
)

type charge struct {
	ChargeID string `json:"charge_id"`
	Amount   string `json:"amount"`
}

func main() {
	var read, created charge
	var list struct {
		Data []charge `json:"data"`
	}
	ctx := context.Background()
	fmt.Println(call(ctx, http.MethodGet, "/charges/ch_1", nil, &read), read)
	fmt.Println(call(ctx, http.MethodGet, "/charges", nil, &list), list)
	fmt.Println(call(ctx, http.MethodPost, "/charges", read, &created), created)
}

func call(ctx context.Context, method, path string, in, out any) error {
	var body io.Reader
	if in != nil {
		text, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(ctx, method, "https://vendor.example"+path, body)
	if err != nil {
		return err
	}
	req.SetBasicAuth(os.Getenv("KEY"), "")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, out)
}
