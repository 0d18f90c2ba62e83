"""Who carries a task out: from the words of a plan to units and to the holders of posts.

The actors of a plan name kinds of units and posts; where they name one body, somebody chooses it by hand. Nothing is
assigned before it was looked at. The plan of a lower unit is derived from the upper one's and sent up."""
