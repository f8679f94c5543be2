package main

import (
	"context"
	"time"

	gitlab "gitlab.com/gitlab-org/api/client-go"
)

func gitlabRows() []row {
	project, issue, request := payload("gitlab_project"), payload("gitlab_issue"), payload("gitlab_create")
	options := issueOptions()
	page, missing := list("gitlab_issue", 100), []byte(`{"message":"404 Project Not Found"}`)
	getProject := func(ctx context.Context, client *gitlab.Client) (any, error) {
		project, _, err := client.Projects.GetProject(1042, nil, gitlab.WithContext(ctx))
		return project, err
	}
	return []row{
		{"gitlab client-go", "get one project", 200, project, getByHand("/api/v4/projects/1042", project), gitlabCall(getProject), []string{"cards-1042"}},
		{"gitlab client-go", "get one issue", 200, issue, getByHand("/api/v4/projects/4/issues/1042", issue), gitlabCall(func(ctx context.Context, client *gitlab.Client) (any, error) {
			issue, _, err := client.Issues.GetIssue(4, 1042, gitlab.WithContext(ctx))
			return issue, err
		}), []string{"Loom 1042 stops", `"iid":1042`}},
		{"gitlab client-go", "list 100 issues", 200, page, getByHand("/api/v4/projects/4/issues?per_page=100", page), gitlabCall(func(ctx context.Context, client *gitlab.Client) (any, error) {
			issues, _, err := client.Issues.ListProjectIssues(4, &gitlab.ListProjectIssuesOptions{ListOptions: gitlab.ListOptions{PerPage: 100}}, gitlab.WithContext(ctx))
			return issues, err
		}), []string{`"iid":1000`, `"iid":1099`}},
		{"gitlab client-go", "create by JSON", 201, issue, postByHand("/api/v4/projects/4/issues", request, issue), gitlabCall(func(ctx context.Context, client *gitlab.Client) (any, error) {
			issue, _, err := client.Issues.CreateIssue(4, options, gitlab.WithContext(ctx))
			return issue, err
		}), []string{"Loom 1042 stops", `"iid":1042`}},
		{"gitlab client-go", "404", 404, missing, getByHand("/api/v4/projects/1042", missing), gitlabCall(getProject), []string{"404"}},
	}
}

func gitlabCall(run func(context.Context, *gitlab.Client) (any, error)) maker {
	return func(n network) call {
		client, err := gitlab.NewClient("fake", gitlab.WithHTTPClient(n.client), gitlab.WithBaseURL(n.url))
		must(err)
		return func(ctx context.Context) (any, error) { return run(ctx, client) }
	}
}

func issueOptions() *gitlab.CreateIssueOptions {
	return &gitlab.CreateIssueOptions{
		IID: new(int64(1042)), Title: new("Loom 1042 stops"), Description: new("It stops after card 1042."), Confidential: new(false),
		AssigneeID: new(int64(18)), AssigneeIDs: &[]int64{18}, MilestoneID: new(int64(5)), Labels: &gitlab.LabelOptions{"bug", "loom"},
		CreatedAt: new(time.Date(2026, 1, 1, 10, 0, 0, 0, time.UTC)), DueDate: new(gitlab.ISOTime(time.Date(2026, 2, 3, 0, 0, 0, 0, time.UTC))),
		EpicID: new(int64(6)), MergeRequestToResolveDiscussionsOf: new(int64(7)), DiscussionToResolve: new("d1042"), Weight: new(int64(2)), IssueType: new("issue"),
	}
}
