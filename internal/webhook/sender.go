package webhook

import (
	"net/http"
	"net/netip"
	"strings"
)

// Trusted are the peers whose forwarding headers are believed.
type Trusted struct {
	Proxies    []netip.Prefix
	UnixSocket bool // whoever connects over a Unix socket
}

// Sender returns who sent a request: the peer, or, if that is trusted, the last
// address in X-Forwarded-For and Forwarded that is no trusted proxy. What stands
// before it may be made up. It returns the zero address if an address can't be
// read, if a proxy on a Unix socket names nobody, and if the two headers differ:
// a proxy that sets only one of them passes on whatever its client put into the
// other.
func Sender(r *http.Request, trusted Trusted) netip.Addr {
	peer, isUnix := peerOf(r)
	if !(isUnix && trusted.UnixSocket) && !contains(trusted.Proxies, peer) {
		return peer
	}
	forwarded, both := hops(r.Header.Values("Forwarded"), forOf), hops(r.Header.Values("X-Forwarded-For"), strings.TrimSpace)
	switch {
	case forwarded == nil:
		return walk(peer, both, trusted)
	case both == nil:
		return walk(peer, forwarded, trusted)
	}
	sender := walk(peer, both, trusted)
	if sender != walk(peer, forwarded, trusted) {
		return netip.Addr{}
	}
	return sender
}

// peerOf returns the address that the request came from. net/http writes "@" or
// "" for a Unix socket without a name.
func peerOf(r *http.Request) (peer netip.Addr, isUnix bool) {
	if r.RemoteAddr == "" || r.RemoteAddr == "@" {
		return netip.Addr{}, true
	}
	return parseAddr(r.RemoteAddr), false
}

// walk goes from the peer towards the sender, as long as what it meets is trusted.
func walk(sender netip.Addr, hops []string, trusted Trusted) netip.Addr {
	for i := len(hops) - 1; i >= 0 && (!sender.IsValid() || contains(trusted.Proxies, sender)); i-- {
		if sender = parseAddr(hops[i]); !sender.IsValid() {
			return netip.Addr{}
		}
	}
	return sender
}

// hops returns the elements of a header, which may come in several lines. It
// returns nil if there is no such header.
func hops(lines []string, read func(string) string) (elements []string) {
	if len(lines) == 0 {
		return nil
	}
	for element := range strings.SplitSeq(strings.Join(lines, ","), ",") {
		elements = append(elements, read(element))
	}
	return elements
}

// forOf returns the address of an element of Forwarded: for="[2001:db8::1]:443";proto=https.
func forOf(element string) string {
	for pair := range strings.SplitSeq(element, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
		if strings.EqualFold(name, "for") {
			return strings.Trim(value, `"`)
		}
	}
	return ""
}

// parseAddr reads an address with or without a port and brackets. It returns
// the zero address for anything else.
func parseAddr(text string) netip.Addr {
	if bare, ok := strings.CutPrefix(text, "["); ok && strings.HasSuffix(bare, "]") {
		text = strings.TrimSuffix(bare, "]")
	}
	addr, err := netip.ParseAddr(text)
	if err != nil {
		withPort, err := netip.ParseAddrPort(text)
		if err != nil {
			return netip.Addr{}
		}
		addr = withPort.Addr()
	}
	return addr.Unmap().WithZone("")
}

func contains(prefixes []netip.Prefix, addr netip.Addr) bool {
	for _, prefix := range prefixes {
		if prefix.Contains(addr) {
			return true
		}
	}
	return false
}
