package com.example;

import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.web.bind.annotation.GetMapping;

@FeignClient("stock")
public interface Stock {

	@GetMapping("/amount")
	String amount();

}
