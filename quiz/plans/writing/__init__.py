"""Plans and their tasks on the console: lists, pages, forms, issuing and closing.

A form changes what nobody else has changed meanwhile, or shows both versions. What was assigned already follows a
change of its task. This leans on the files, whose checks it shares."""
