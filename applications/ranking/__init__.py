"""From the scores of experts to the list a meeting fixes: scores, ranking, board, meeting, replay."""
