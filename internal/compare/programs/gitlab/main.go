// Command gitlab is a program with GitLab's client-go.
package main

import (
	"fmt"
	"os"

	gitlab "gitlab.com/gitlab-org/api/client-go"
)

func main() {
	client, err := gitlab.NewClient(os.Getenv("KEY"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(client.Issues.GetIssue(4, 1042))
}
