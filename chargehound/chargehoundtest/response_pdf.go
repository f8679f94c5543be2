package chargehoundtest

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// responsePDF returns a PDF of one page that lists the evidence.
func responsePDF(d *dispute) []byte {
	lines := []string{
		"Response to dispute " + d.ID, "Charge " + d.Charge,
		fmt.Sprintf("Amount %d %s", d.Amount, d.Currency), "Template " + string(d.Template), "",
	}
	for _, name := range slices.Sorted(maps.Keys(d.Fields)) {
		lines = append(lines, name+": "+string(d.Fields[name]))
	}
	var content strings.Builder
	content.WriteString("BT /F1 11 Tf 14 TL 50 790 Td\n")
	for _, line := range lines {
		fmt.Fprintf(&content, "(%s) Tj T*\n", pdfText(line))
	}
	content.WriteString("ET")
	return pdfFile(
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", content.Len(), content.String()),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
	)
}

// pdfFile returns a PDF of these objects, numbered from 1. The first is the catalog.
func pdfFile(objects ...string) []byte {
	var file bytes.Buffer
	file.WriteString("%PDF-1.4\n")
	var table strings.Builder
	for i, object := range objects {
		fmt.Fprintf(&table, "%010d 00000 n \n", file.Len())
		fmt.Fprintf(&file, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	start := file.Len()
	fmt.Fprintf(&file, "xref\n0 %d\n0000000000 65535 f \n%s", len(objects)+1, table.String())
	fmt.Fprintf(&file, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return file.Bytes()
}

// pdfText escapes a line for a PDF string. Characters that the font does not have become
// question marks.
func pdfText(line string) string {
	var escaped strings.Builder
	for _, c := range line {
		switch {
		case c == '(' || c == ')' || c == '\\':
			escaped.WriteByte('\\')
			escaped.WriteRune(c)
		case c < ' ' || c > '~':
			escaped.WriteByte('?')
		default:
			escaped.WriteRune(c)
		}
	}
	return escaped.String()
}
