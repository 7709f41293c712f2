package io.setpoint.sample.shop;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows what the stock says.
 */
@RestController
class ShopController {

	private final StockClient stock;

	ShopController(StockClient stock) {
		this.stock = stock;
	}

	@GetMapping("/http/{item}")
	String overHttp(@PathVariable String item) {
		return this.stock.overHttp(item);
	}

	@GetMapping("/grpc/{item}")
	String overGrpc(@PathVariable String item) {
		return this.stock.overGrpc(item);
	}

}
