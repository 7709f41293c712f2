package io.setpoint.sample;

import java.math.BigDecimal;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows what the configuration does.
 */
@RestController
class CheckoutController {

	private static final String WELCOME = """
			A checkout service whose configuration follows etcd below /config/checkout/

			  GET /price?amount=100&tier=gold      what a cart costs
			  GET /checkout?amount=100&tier=gold   the whole quote, and the revision that it comes from
			  GET /board                           a @RefreshScope bean, and how many were created
			  GET /actuator/setpoint               how current all that is, and what was refused and why

			Change something and ask again:

			  etcdctl put /config/checkout/pricing/discount-percent 15
			  etcdctl put /config/checkout/pricing/discount-percent 95     is refused: 90 is the maximum
			  etcdctl put /config/checkout/pricing.yaml '{tiers: [{name: gold, percent: 30}]}'
			  etcdctl put /config/checkout/features/free-shipping true
			  etcdctl put /config/checkout/logging/level/io.setpoint.sample debug
			""";

	private final Checkout checkout;

	private final PriceBoard board;

	private final MeterRegistry meters;

	CheckoutController(Checkout checkout, PriceBoard board, MeterRegistry meters) {
		this.checkout = checkout;
		this.board = board;
		this.meters = meters;
	}

	@GetMapping(path = "/", produces = "text/plain")
	String welcome() {
		return WELCOME;
	}

	@GetMapping(path = "/price", produces = "text/plain")
	String price(@RequestParam BigDecimal amount, @RequestParam(defaultValue = "none") String tier) {
		return this.checkout.price(amount, tier) + "\n";
	}

	@GetMapping("/checkout")
	Quote checkout(@RequestParam BigDecimal amount, @RequestParam(defaultValue = "none") String tier) {
		return this.checkout.quote(amount, tier);
	}

	@GetMapping(path = "/board", produces = "text/plain")
	String board() {
		String text = this.board.text();
		long painted = (long) this.meters.counter("checkout.boards.painted").count();
		return text + " (board no. " + painted + ")\n";
	}

}
