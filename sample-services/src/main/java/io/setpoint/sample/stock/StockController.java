package io.setpoint.sample.stock;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * The stock over HTTP.
 */
@RestController
class StockController {

	private final Stock stock;

	StockController(Stock stock) {
		this.stock = stock;
	}

	@GetMapping("/items/{item}")
	String count(@PathVariable String item) {
		return this.stock.count(item);
	}

}
