package webhook

import (
	"net/http"
	"net/netip"
	"strings"
)

// Sender is who sent a request: the peer, or, where that is one of the proxies,
// the last address in X-Forwarded-For that is none of them. What stands before
// it may have been made up. The zero address is nobody.
func Sender(r *http.Request, proxies []netip.Prefix) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	sender := peer.Addr().Unmap().WithZone("")
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && contains(proxies, sender); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			return netip.Addr{}
		}
		sender = hop.Unmap().WithZone("")
	}
	return sender
}

func contains(prefixes []netip.Prefix, addr netip.Addr) bool {
	for _, prefix := range prefixes {
		if prefix.Contains(addr) {
			return true
		}
	}
	return false
}
