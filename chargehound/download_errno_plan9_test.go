package chargehound_test

var systemErrors []error // of which none has a number
