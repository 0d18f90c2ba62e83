"""The life of a duty: draft, handed up, returned or confirmed, carried out, evaluated; and its evidence.

Who may confirm follows the task and never is whoever handed it up. Every step is kept with its remark. Evidence is
taken through one gate, and one piece may serve many duties."""
