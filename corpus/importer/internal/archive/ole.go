package archive

import (
	"bytes"
	"unicode/utf16"
)

// DescribeOLE says what a file in Microsoft's old container format is: a Word file
// with a password keeps its zip archive inside one.
func DescribeOLE(content []byte) string {
	holds := func(name string) bool {
		var b []byte
		for _, u := range utf16.Encode([]rune(name)) {
			b = append(b, byte(u), byte(u>>8))
		}
		return bytes.Contains(content, b)
	}
	switch {
	case holds("EncryptedPackage"):
		return "is protected with a password: open it in Word, save it without one and import that"
	case holds("Workbook"):
		return "is an old Excel file (.xls): save it as CSV"
	}
	return "is a Word file of the old kind (.doc), whatever it is called: open it in Word, save it as .docx and import that"
}
