"""Reports of periods, rolled up from branch to province, and the difficulties that go up with them.

Figures are counted from confirmed records; a correction keeps both numbers and a remark. Missing reports are named. A
difficulty goes up until somebody answers it."""
