// Command openai is a program with openai-go.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
)

func main() {
	client := openai.NewClient(option.WithAPIKey(os.Getenv("KEY")))
	fmt.Println(client.Models.Get(context.Background(), "gpt"))
}
