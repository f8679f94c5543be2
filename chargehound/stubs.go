package chargehound

type DisputesService struct{ client *Client }
type PersonalDataService struct{ client *Client }
