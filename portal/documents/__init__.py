"""Documents that leave the portal: made as PDF, signed so that anybody can check them."""
